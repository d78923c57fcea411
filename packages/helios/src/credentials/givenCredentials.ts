import { type BaseUrl, UsageError } from "@latchkey/session";
import { heliosBaseUrl } from "./heliosBaseUrl.ts";

/** What the options say about credentials. */
export interface GivenCredentials {
  readonly pair: { readonly clientId: string; readonly clientSecret: string } | undefined;
  /** Of the option `apiUrl`. */
  readonly base: BaseUrl | undefined;
}

/** @throws UsageError (`option`) for half a pair: the other half is never looked for elsewhere */
export function givenCredentials(options: {
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly apiUrl: string | URL | undefined;
}): GivenCredentials {
  const { clientId, clientSecret, apiUrl } = options;
  const base = apiUrl === undefined ? undefined : heliosBaseUrl(apiUrl, "apiUrl");
  if (clientId === undefined && clientSecret === undefined) return { pair: undefined, base };
  if (clientId !== undefined && clientSecret !== undefined) return { pair: { clientId, clientSecret }, base };
  const [given, missing] = clientId === undefined ? ["clientSecret", "clientId"] : ["clientId", "clientSecret"];
  throw new UsageError("option", `${given} was passed without ${missing}.`, {
    hint: "Pass both, or neither: then environment and file are looked at.",
  });
}
