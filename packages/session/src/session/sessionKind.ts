import type { AuthStrategy } from "../contracts/authStrategy.ts";
import type { Jar } from "../cookies/jar.ts";
import type { CookieOptions } from "../layers/cookies.ts";
import type { Params } from "../request/encodeParams.ts";

/** What makes a kind of session: how it signs in, and how its server wants to be spoken to. */
export interface SessionKind {
  /** Its category in logs, after `latchkey`. */
  readonly name: string;
  readonly auth: AuthStrategy;
  /** Header that carries the correlation id, in lower case. */
  readonly cidHeader: string;
  /** The cookie jar in use: a login may replace it. */
  readonly jar: () => Jar;
  readonly cookies?: CookieOptions | undefined;
  /** How its server spells an endpoint, before it is joined to the base URL. */
  readonly spell?: ((endpoint: string) => string) | undefined;
  /** How its server wants query parameters, whichever method they are given to. Default: as they are. */
  readonly spellParams?: ((params: Params) => Params) | undefined;
}
