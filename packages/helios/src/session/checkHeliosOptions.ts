import {
  assertBlockingStore,
  type CheckedSessionOptions,
  checkOptions,
  defaulting,
  type Mode,
  matching,
  number,
  type Store,
  sessionShape,
  settleSessionOptions,
  storeOption,
  text,
  UsageError,
} from "@latchkey/session";
import { baseDirOf } from "#baseDir";
import { type GivenCredentials, givenCredentials } from "../credentials/givenCredentials.ts";
import { DEFAULT_API_URL } from "../credentials/heliosBaseUrl.ts";
import type { HeliosOptions } from "../heliosOptions.ts";

const MINUTES_PER_YEAR = 525_600;

// Options of other sessions that make no sense here: Helios has one way to sign in, and redirects lead to storage.
const { url: _url, allowInsecureHttp: _http, followRedirects: _follow, maxRedirects: _most, ...shared } = sessionShape;

const directory = matching(
  "a path",
  (value): value is string => typeof value === "string" && value !== "" && !value.includes("\0"),
);

const heliosShape = {
  ...shared,
  clientId: text({ secret: true }),
  clientSecret: text({ secret: true }),
  token: text({ secret: true }),
  apiUrl: (value: unknown): string | URL | undefined => {
    if (value === undefined || typeof value === "string" || value instanceof URL) return value;
    throw new UsageError("option", "apiUrl must be a string or a URL.");
  },
  baseDir: directory,
  baseDirectory: directory,
  maxConcurrency: defaulting(number({ min: 1, max: 65_535, integer: true }), 500),
  tokenExpirationThreshold: defaulting(number({ min: 0, max: MINUTES_PER_YEAR }), 60),
  store: storeOption(),
} as const;

/** A Helios session's options with every default filled in. */
export interface CheckedHeliosOptions {
  readonly given: GivenCredentials;
  /** A token instead of credentials. */
  readonly token: string | undefined;
  /** Absolute; empty in a browser. */
  readonly baseDir: string;
  /** It was passed, and is not the default. */
  readonly isBaseDirChosen: boolean;
  readonly maxConcurrency: number;
  readonly tokenExpirationThreshold: number;
  readonly store: Store | undefined;
  /** For the session below, whose base URL is yet to be found. */
  readonly session: Omit<CheckedSessionOptions, "base">;
}

/**
 * Checks the options of a Helios session. Touches no file and no environment.
 *
 * @throws UsageError (`option`) for an option that is unknown, out of range, or contradicts another
 * @throws AuthenticationError (`insecure`) for an `apiUrl` of plain http to another machine
 */
export function checkHeliosOptions(mode: Mode, options: HeliosOptions = {}): CheckedHeliosOptions {
  const checked = checkOptions(options, heliosShape);
  const { clientId, clientSecret, token, apiUrl, baseDir, baseDirectory, store } = checked;
  const { maxConcurrency, tokenExpirationThreshold } = checked;
  if (baseDir !== undefined && baseDirectory !== undefined) {
    throw new UsageError("option", "baseDir and baseDirectory are the same option: pass one of them.");
  }
  if (token !== undefined) refuseBesideToken({ clientId, clientSecret, baseDir, baseDirectory, store });
  if (mode === "blocking" && store !== undefined) assertBlockingStore(store);
  const { base: _default, ...session } = settleSessionOptions({
    ...checked,
    url: DEFAULT_API_URL,
    allowInsecureHttp: false,
    followRedirects: false,
    maxRedirects: 0,
  });
  return {
    given: givenCredentials({ clientId, clientSecret, apiUrl }),
    token,
    baseDir: baseDirOf(baseDir ?? baseDirectory),
    isBaseDirChosen: (baseDir ?? baseDirectory) !== undefined,
    maxConcurrency,
    tokenExpirationThreshold,
    store,
    session,
  };
}

/** What a session that was given a token does not look at. */
function refuseBesideToken(others: Readonly<Record<string, unknown>>): void {
  const [idle] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
  if (idle === undefined) return;
  throw new UsageError("option", `${idle} does nothing beside token: a token is used as it is, and kept nowhere.`, {
    hint: "Pass a token, or credentials to get tokens with.",
  });
}
