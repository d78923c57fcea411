import type { Store, StoreWarning } from "../contracts/store.ts";
import { AuthenticationError } from "../errors/authenticationError.ts";
import { UsageError } from "../errors/usageError.ts";
import { type Checked, checkOptions } from "../request/checkOptions.ts";
import { boolean, callable, defaulting, matching, nested, oneOf, required, text } from "../request/optionChecks.ts";
import { storeOption } from "../stores/storeOption.ts";
import { ownHints, type TokenHints } from "./tokenHints.ts";
import type { VerifyToken } from "./tokenKeeper.ts";
import type { ClientAuthentication } from "./tokenRequest.ts";

/** What {@link clientCredentials} takes. */
export interface ClientCredentialsOptions {
  /** The token endpoint: https, or http on this machine. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Scopes separated by spaces. Default: none are asked for, and the issuer decides. */
  readonly scope?: string | undefined;
  /** `"basic"`: HTTP Basic, as RFC 6749 prefers; `"post"`: in the body, for servers that want it there. Default `"basic"`. */
  readonly clientAuthentication?: ClientAuthentication | undefined;
  /** More members of the token request, such as `audience`. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** Whom a stored token belongs to, besides the client. Default: `tokenUrl` without its query. */
  readonly issuer?: string | undefined;
  /** Where the token is kept between sessions and shared with other processes. Default: nowhere. */
  readonly store?: Store | undefined;
  /** The key in the store. Default: made of issuer, client id, scope and parameters. */
  readonly storeKey?: string | undefined;
  /** Asks the server about a token. Without it a stored token is used as long as its record says. */
  readonly verify?: VerifyToken | undefined;
  /**
   * Shows `verify` a stored token that does not say whose it is, as the Helios SDK for Python writes them. If it was
   * another server's, this one sees it. Default false: such a token is not used.
   */
  readonly acceptUnbound?: boolean | undefined;
  /**
   * Hints of errors, for a kind of session whose users know other options than these. Default: they name `tokenUrl`,
   * `clientId`, `clientSecret` and `scope`.
   */
  readonly hints?: Partial<TokenHints> | undefined;
  /** Told of trouble with the store. Default: a warning in the log, category `["latchkey", "store"]`. */
  readonly onWarning?: StoreWarning | undefined;
}

const isParameters = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === "object" && value !== null && Object.values(value).every((member) => typeof member === "string");

const SHAPE = {
  tokenUrl: required(text({ secret: true })),
  clientId: text({ secret: true }),
  clientSecret: text({ secret: true }),
  scope: text(),
  clientAuthentication: defaulting(oneOf("basic", "post"), "basic"),
  parameters: defaulting(matching("an object of strings", isParameters), {}),
  issuer: text(),
  store: storeOption(),
  storeKey: text(),
  verify: callable<VerifyToken>(),
  acceptUnbound: defaulting(boolean(), false),
  hints: nested({ redirect: text(), address: text(), client: text() }),
  onWarning: callable<StoreWarning>(),
};

const OWN_PARAMETERS: ReadonlySet<string> = new Set(["grant_type", "client_id", "client_secret", "scope"]);

type CheckedClientCredentials = Omit<Checked<typeof SHAPE>, "hints"> & {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly hints: TokenHints;
};

/** The options, checked: credentials are there, and no two options contradict each other. */
export function checkClientCredentialsOptions(options: ClientCredentialsOptions): CheckedClientCredentials {
  const checked = checkOptions(options, SHAPE);
  const { clientId, clientSecret, parameters, acceptUnbound, verify, store, storeKey } = checked;
  if (clientId === undefined || clientSecret === undefined) {
    const missing = clientId === undefined ? "clientId" : "clientSecret";
    throw new AuthenticationError("missing", `${missing} is missing.`, { hint: "Both are needed to get a token." });
  }
  const own = Object.keys(parameters).find((name) => OWN_PARAMETERS.has(name));
  if (own !== undefined) throw new UsageError("option", `parameters.${own} is an option of its own.`);
  if (acceptUnbound && verify === undefined) {
    throw new UsageError("option", "acceptUnbound needs verify: only the issuer can tell whose such a token is.");
  }
  if (storeKey !== undefined && store === undefined) {
    throw new UsageError("option", "storeKey needs store: there is nothing to keep the token in.");
  }
  const { redirect = ownHints.redirect, address = ownHints.address, client = ownHints.client } = checked.hints ?? {};
  return { ...checked, clientId, clientSecret, hints: { redirect, address, client } };
}
