import { AuthenticationError, type BaseUrl } from "@latchkey/session";
import type { Credentials } from "./credentials.ts";
import type { CredentialsExplanation } from "./explanation.ts";
import type { GivenCredentials } from "./givenCredentials.ts";
import { DEFAULT_API_URL, heliosBaseUrl } from "./heliosBaseUrl.ts";
import { type CredentialSearch, searchCredentials } from "./searchCredentials.ts";

/**
 * The credentials of one session. They are looked for when first needed and then stay the same; a search without result
 * is made again, so that a file can be written meanwhile.
 */
export class Account {
  readonly #given: GivenCredentials;
  readonly #baseDir: string;
  readonly #warn: (message: string) => void;
  readonly #hasToken: boolean;
  #search: CredentialSearch | undefined;

  /** @param hasToken - a token was passed: there are no credentials, and none are looked for */
  constructor(given: GivenCredentials, baseDir: string, warn: (message: string) => void, hasToken: boolean) {
    this.#given = given;
    this.#baseDir = baseDir;
    this.#warn = warn;
    this.#hasToken = hasToken;
  }

  /** The server's base URL. @throws as {@link Account.credentials}, where they say which it is */
  get base(): BaseUrl {
    if (this.#hasToken) return this.#given.base ?? heliosBaseUrl(DEFAULT_API_URL, "apiUrl");
    return this.credentials.base;
  }

  /** The credentials as far as they are known: looks for none. */
  get known(): Credentials | undefined {
    return this.#search?.found;
  }

  /**
   * @throws AuthenticationError (`missing`) when there are none
   * @throws UsageError (`option`) when there is half a pair, or a file that cannot be used
   */
  get credentials(): Credentials {
    if (this.#hasToken) {
      throw new AuthenticationError("missing", "This session was given a token: it knows no client id and no secret.");
    }
    const { found, failure } = this.#look();
    if (found === undefined) throw failure ?? new Error("A search ended without credentials and without a reason.");
    return found;
  }

  explain(): CredentialsExplanation {
    if (this.#hasToken) {
      const used = {
        source: "arguments",
        where: "the option token",
        outcome: "used",
        reason: "it was passed",
      } as const;
      return { source: used.source, clientId: undefined, apiUrl: withoutSlash(this.base), considered: [used] };
    }
    const { found, considered } = this.#look();
    const apiUrl = found === undefined ? undefined : withoutSlash(found.base);
    return { source: found?.source, clientId: found?.clientId, apiUrl, considered };
  }

  #look(): CredentialSearch {
    if (this.#search !== undefined) return this.#search;
    const search = searchCredentials(this.#given, this.#baseDir);
    if (search.found !== undefined) this.#search = search;
    for (const warning of search.warnings) this.#warn(warning);
    return search;
  }
}

/** The API's URL as people write it. */
export function withoutSlash({ href }: BaseUrl): string {
  return href.replace(/\/$/, "");
}
