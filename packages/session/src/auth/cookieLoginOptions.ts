import type { AuthContext } from "../contracts/authStrategy.ts";
import type { Store, StoreWarning } from "../contracts/store.ts";
import type { CsrfNames } from "../cookies/csrfNames.ts";
import { UsageError } from "../errors/usageError.ts";
import type { Flow } from "../flow/flow.ts";
import { parseBaseUrl } from "../request/baseUrl.ts";
import { isFieldName } from "../request/checkHeaders.ts";
import { checkOptions } from "../request/checkOptions.ts";
import { callable, matching, nested, required, text } from "../request/optionChecks.ts";
import { storeOption } from "../stores/storeOption.ts";

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

/** As requests have their headers. */
const isHeader = (value: unknown): value is string =>
  typeof value === "string" && isFieldName(value) && value === value.toLowerCase();

/** Whether http may be used is for the session to say. */
const baseUrl = (value: unknown, option: string): string =>
  parseBaseUrl(value, { allowInsecureHttp: true, option }).href;

const SHAPE = {
  url: baseUrl,
  csrf: required(nested({ cookie: required(text()), header: required(matching("a header in lower case", isHeader)) })),
  cookie: required(text()),
  store: storeOption(),
  storeKey: text(),
  renew: callable<NonNullable<CookieLoginOptions["renew"]>>(),
  onWarning: callable<StoreWarning>(),
};

/** The options, checked: all that is needed is there. */
export function checkCookieLoginOptions(options: CookieLoginOptions): CookieLoginOptions {
  const checked = checkOptions(options, SHAPE);
  if (checked.storeKey !== undefined && checked.store === undefined) {
    throw new UsageError("option", "storeKey does nothing without a store.");
  }
  return checked;
}
