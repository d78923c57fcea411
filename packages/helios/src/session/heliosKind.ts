import { type BaseUrl, CookieJar, type SessionKind } from "@latchkey/session";
import type { HeliosAuth } from "../token/heliosAuth.ts";

/** What makes a session one with Helios. */
export function heliosKind(auth: HeliosAuth, base: BaseUrl): SessionKind {
  let jar: CookieJar | undefined;
  return {
    name: "helios",
    auth,
    cidHeader: "x-correlation-id",
    jar: () => {
      jar ??= new CookieJar(base.origin);
      return jar;
    },
  };
}
