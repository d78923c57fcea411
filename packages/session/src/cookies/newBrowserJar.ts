import { BrowserJar } from "./browserJar.ts";
import type { CookieJarOptions } from "./cookieJar.ts";

/** The jar of a session with this origin, in a browser, which keeps the cookies itself. */
export function newJar(origin: string, _options?: CookieJarOptions): BrowserJar {
  return new BrowserJar(origin);
}
