import type { CredentialPlace } from "./credentialPlace.ts";
import type { GivenCredentials } from "./givenCredentials.ts";

/** The options of a session, as a place for credentials. */
export function optionsPlace({ pair }: GivenCredentials): CredentialPlace {
  return {
    source: "arguments",
    where: "the options clientId and clientSecret",
    read: () => (pair === undefined ? {} : { pair: { ...pair, apiUrl: undefined } }),
    absent: "neither was passed",
    blame: "In the options",
    url: "apiUrl",
    legacy: false,
  };
}
