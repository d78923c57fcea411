import { join } from "node:path";
import type { CredentialPlace } from "./credentialPlace.ts";
import type { CredentialSource } from "./credentials.ts";
import { currentNames, type FieldNames, legacyNames, oldestNames } from "./fieldNames.ts";
import type { GivenCredentials } from "./givenCredentials.ts";
import { homeDirectory } from "./homeDirectory.ts";
import { optionsPlace } from "./optionsPlace.ts";
import { readCredentialsFile } from "./readCredentialsFile.ts";
import { readPair } from "./readPair.ts";

/** The places, in the order in which they are looked at. */
export function credentialPlaces(given: GivenCredentials, baseDir: string): readonly CredentialPlace[] {
  return [
    optionsPlace(given),
    environment("environment", currentNames),
    environment("legacy environment", legacyNames),
    file("file", join(baseDir, "credentials.json"), [currentNames]),
    file("legacy file", join(homeDirectory() ?? baseDir, ".helios_auth"), [legacyNames, oldestNames]),
  ];
}

function environment(source: CredentialSource, names: FieldNames): CredentialPlace {
  return {
    source,
    where: `${names.id} and ${names.secret} in the environment`,
    read: () => readPair((name) => process.env[name], names),
    absent: "neither is set",
    blame: "In the environment",
    url: names.url,
    legacy: names !== currentNames,
  };
}

function file(source: CredentialSource, path: string, spellings: readonly FieldNames[]): CredentialPlace {
  return {
    source,
    where: path,
    read: () => readCredentialsFile(path, spellings),
    absent: "there is no such file",
    blame: `${path} cannot be used:`,
    url: `The API URL in ${path}`,
    legacy: !spellings.includes(currentNames),
  };
}
