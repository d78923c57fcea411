import type { CredentialPlace } from "./credentialPlace.ts";
import type { GivenCredentials } from "./givenCredentials.ts";
import { optionsPlace } from "./optionsPlace.ts";

/** In a browser there is neither an environment nor a file. */
export function credentialPlaces(given: GivenCredentials): readonly CredentialPlace[] {
  return [optionsPlace(given)];
}
