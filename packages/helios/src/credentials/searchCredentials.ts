import { AuthenticationError, type BaseUrl, LatchkeyError, UsageError } from "@latchkey/session";
import { credentialPlaces } from "#credentialPlaces";
import type { CredentialPlace } from "./credentialPlace.ts";
import type { Credentials } from "./credentials.ts";
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

/** What is to be said of one place. */
interface Verdict extends Pick<ConsideredSource, "outcome" | "reason"> {
  readonly found?: Credentials;
  readonly failure?: LatchkeyError;
  readonly warnings?: readonly string[];
}

/**
 * Looks for credentials: arguments, environment, file, each but the first under its legacy names too. The first place
 * that has any decides, also about the API's URL; an `apiUrl` that was passed goes before what a place says.
 */
export function searchCredentials(given: GivenCredentials, baseDir: string): CredentialSearch {
  const considered: ConsideredSource[] = [];
  let end: { readonly verdict: Verdict; readonly place: CredentialPlace } | undefined;
  for (const place of credentialPlaces(given, baseDir)) {
    const { source, where } = place;
    const verdict = end === undefined ? judge(place, given.base) : passedOver(end.place);
    const { outcome, reason } = verdict;
    considered.push({ source, where, outcome, reason });
    if (outcome === "used" || outcome === "invalid") end = { verdict, place };
  }
  const { found, failure, warnings = [] }: Partial<Verdict> = end?.verdict ?? { failure: nowhere(baseDir) };
  return { found, failure, considered, warnings };
}

function judge(place: CredentialPlace, base: BaseUrl | undefined): Verdict {
  const { pair, problem, warning } = place.read();
  if (problem !== undefined) return { outcome: "invalid", reason: problem, failure: unusable(place, problem) };
  if (pair === undefined) return { outcome: "absent", reason: place.absent };
  try {
    const { clientId, clientSecret, apiUrl = DEFAULT_API_URL } = pair;
    const found = { source: place.source, clientId, clientSecret, base: base ?? heliosBaseUrl(apiUrl, place.url) };
    const renaming = `rename them to ${currentNames.id}, ${currentNames.secret} and ${currentNames.url}.`;
    const legacy = place.legacy ? `Credentials come from the ${place.source}: ${renaming}` : undefined;
    const warnings = [warning, legacy].filter((text) => text !== undefined);
    return { outcome: "used", reason: whoseUrl(pair, base), found, warnings };
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error;
    return { outcome: "invalid", reason: error.message, failure: error };
  }
}

function passedOver({ source }: CredentialPlace): Verdict {
  return { outcome: "not read", reason: source === "arguments" ? "arguments come first" : `the ${source} comes first` };
}

function whoseUrl({ apiUrl }: Pair, given: BaseUrl | undefined): string {
  if (given !== undefined) return "both are there; the API URL is the option apiUrl";
  if (apiUrl !== undefined) return "both are there, and the API URL with them";
  return "both are there; no API URL comes with them, so it is the default";
}

function unusable({ blame }: CredentialPlace, problem: string): UsageError {
  const { id, secret } = currentNames;
  return new UsageError("option", `${blame} ${problem}.`, {
    hint: `Give both ${id} and ${secret}, as text, in one place that belongs to you alone.`,
  });
}

function nowhere(baseDir: string): AuthenticationError {
  const { id, secret } = currentNames;
  // Without files there is nowhere else to look.
  const hint = "Pass token: an access token that your own server got for this page.";
  if (baseDir === "") return new AuthenticationError("missing", "There are no Helios credentials.", { hint });
  return new AuthenticationError("missing", "There are no Helios credentials.", {
    hint: `Pass clientId and clientSecret, set ${id} and ${secret} in the environment, or write both to credentials.json in ${baseDir}.`,
  });
}
