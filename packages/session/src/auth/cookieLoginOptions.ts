import type { AuthContext } from "../contracts/authStrategy.ts";
import type { Store, StoreWarning } from "../contracts/store.ts";
import type { CsrfNames } from "../cookies/csrfNames.ts";
import type { Flow } from "../flow/flow.ts";

/** What {@link cookieLogin} takes. */
export interface CookieLoginOptions {
  /** Base URL of the session. */
  readonly url: string;
  readonly csrf: CsrfNames;
  /** Name of the cookie that is the session; a flood of others never pushes it out. */
  readonly cookie: string;
  /** Where the cookies are kept between processes. Default: nowhere. */
  readonly store?: Store | undefined;
  /** Key of the store's record. Default: one for each base URL. */
  readonly storeKey?: string | undefined;
  /** Signs in again when the server has ended the session: must call {@link CookieLogin.login}. */
  readonly renew?: ((context: AuthContext) => Flow<unknown>) | undefined;
  /** Told of a store's troubles. Default: a log record. */
  readonly onWarning?: StoreWarning | undefined;
}
