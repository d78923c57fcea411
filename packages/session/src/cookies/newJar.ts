import { CookieJar, type CookieJarOptions } from "./cookieJar.ts";
import type { Jar } from "./jar.ts";

/** The jar of a session with this origin; browsers get `newBrowserJar.ts`. */
export function newJar(origin: string, options?: CookieJarOptions): Jar {
  return new CookieJar(origin, options);
}
