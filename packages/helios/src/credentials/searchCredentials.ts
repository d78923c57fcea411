import { AuthenticationError, LatchkeyError, UsageError } from "@latchkey/session";
import { type CredentialPlace, credentialPlaces } from "./credentialPlaces.ts";
import type { CredentialSource, Credentials } from "./credentials.ts";
import type { ConsideredSource } from "./explanation.ts";
import { currentNames } from "./fieldNames.ts";
import type { GivenCredentials } from "./givenCredentials.ts";
import { DEFAULT_API_URL, heliosBaseUrl } from "./heliosBaseUrl.ts";
import type { Pair } from "./readPair.ts";

/** What was found, where it was looked for, and why there is nothing to use when there is not. */
export interface CredentialSearch {
  readonly found: Credentials | undefined;
  readonly failure: LatchkeyError | undefined;
  readonly considered: readonly ConsideredSource[];
  /** To be told to the user once. */
  readonly warnings: readonly string[];
}

/**
 * Looks for credentials: arguments, environment, file, each but the first under its legacy names too. The first place
 * that has any decides, also about the API's URL; an `apiUrl` that was passed goes before what a place says.
 */
export function searchCredentials(given: GivenCredentials, baseDir: string): CredentialSearch {
  const search = new Search(given);
  const { pair } = given;
  const argument = { source: "arguments", where: "the options clientId and clientSecret", legacy: false } as const;
  search.take(argument, () => (pair === undefined ? {} : { pair: { ...pair, apiUrl: undefined } }));
  for (const place of credentialPlaces(baseDir)) search.take(place, place.read);
  const { found, considered, warnings } = search;
  return {
    found,
    considered,
    warnings,
    failure: search.failure ?? (found === undefined ? nowhere(baseDir) : undefined),
  };
}

class Search {
  readonly #given: GivenCredentials;
  readonly considered: ConsideredSource[] = [];
  readonly warnings: string[] = [];
  found: Credentials | undefined;
  failure: LatchkeyError | undefined;

  constructor(given: GivenCredentials) {
    this.#given = given;
  }

  take(place: Omit<CredentialPlace, "read">, read: CredentialPlace["read"]): void {
    const { source, where } = place;
    const note = (outcome: ConsideredSource["outcome"], reason: string): void => {
      this.considered.push({ source, where, outcome, reason });
    };
    const ended = this.considered.find(({ outcome }) => outcome === "used" || outcome === "invalid");
    if (ended !== undefined) {
      note("not read", `${ended.source === "arguments" ? "arguments come" : `the ${ended.source} comes`} first`);
      return;
    }
    const { pair, problem, warning } = read();
    if (problem !== undefined) {
      this.failure = unusable(source, where, problem);
      note("invalid", problem);
      return;
    }
    if (pair === undefined) {
      note("absent", source.endsWith("file") ? "there is no such file" : "neither is set");
      return;
    }
    try {
      this.found = this.#settled(source, where, pair);
    } catch (error) {
      if (!(error instanceof LatchkeyError)) throw error;
      this.failure = error;
      note("invalid", error.message);
      return;
    }
    note("used", this.#whoseUrl(pair));
    if (warning !== undefined) this.warnings.push(warning);
    if (place.legacy) this.warnings.push(`Credentials come from the ${source}: ${renaming}`);
  }

  #settled(source: CredentialSource, where: string, { clientId, clientSecret, apiUrl }: Pair): Credentials {
    const { base } = this.#given;
    const name = source.endsWith("file") ? `The API URL in ${where}` : "helios_api_url";
    return { source, clientId, clientSecret, base: base ?? heliosBaseUrl(apiUrl ?? DEFAULT_API_URL, name) };
  }

  #whoseUrl({ apiUrl }: Pair): string {
    if (this.#given.base !== undefined) return "both are there; the API URL is the option apiUrl";
    return apiUrl === undefined
      ? "both are there; no API URL comes with them, so it is the default"
      : "both are there, and the API URL with them";
  }
}

const renaming = `rename them to ${currentNames.id}, ${currentNames.secret} and ${currentNames.url}.`;

function unusable(source: CredentialSource, where: string, problem: string): UsageError {
  const message = source.endsWith("file") ? `${where} cannot be used: ${problem}.` : `In the environment ${problem}.`;
  const hint = source.endsWith("file")
    ? `It must hold a JSON object with ${currentNames.id} and ${currentNames.secret}, and belong to you alone.`
    : "Set both, or neither.";
  return new UsageError("option", message, { hint });
}

function nowhere(baseDir: string): AuthenticationError {
  const { id, secret } = currentNames;
  return new AuthenticationError("missing", "There are no Helios credentials.", {
    hint: `Pass clientId and clientSecret, set ${id} and ${secret} in the environment, or write both to credentials.json in ${baseDir}.`,
  });
}
