import { type BaseUrl, CookieJar, type SessionKind } from "@latchkey/session";
import type { HeliosSignIn } from "../token/heliosSignIn.ts";

/** What makes a session one with Helios. */
export function heliosKind(auth: HeliosSignIn, base: BaseUrl): SessionKind {
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
