import { UsageError } from "../errors/usageError.ts";
import { wrongBuildHint } from "../request/wrongBuild.ts";
import { BrowserJar } from "./browserJar.ts";
import type { CookieJarOptions } from "./cookieJar.ts";

/**
 * The jar of a session with this origin, in a browser, which keeps the cookies itself.
 *
 * @throws UsageError (`option`) in Node, where nobody would keep them
 */
export function newJar(origin: string, _options?: CookieJarOptions): BrowserJar {
  const hint = wrongBuildHint();
  if (hint !== undefined) throw new UsageError("option", "No browser keeps the cookies of this session.", { hint });
  return new BrowserJar(origin);
}
