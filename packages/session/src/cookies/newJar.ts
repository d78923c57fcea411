import { CookieJar, type CookieJarOptions } from "./cookieJar.ts";

/** The jar of a session with this origin; browsers get `newBrowserJar.ts`. */
export function newJar(origin: string, options?: CookieJarOptions): CookieJar {
  return new CookieJar(origin, options);
}
