import { join } from "node:path";
import type { CredentialSource } from "./credentials.ts";
import { currentNames, type FieldNames, legacyNames, oldestNames } from "./fieldNames.ts";
import type { GivenCredentials } from "./givenCredentials.ts";
import { homeDirectory } from "./homeDirectory.ts";
import { type FileReading, readCredentialsFile } from "./readCredentialsFile.ts";
import { readPair } from "./readPair.ts";

/** A place that may hold credentials. */
export interface CredentialPlace {
  readonly source: CredentialSource;
  /** The names or the file that are meant. */
  readonly where: string;
  /** Reads them; nothing is touched before. */
  readonly read: () => FileReading;
  /** What it means that nothing is there. */
  readonly absent: string;
  /** How messages begin that say what is wrong there. */
  readonly blame: string;
  /** What messages call the API's URL that is found there. */
  readonly url: string;
  /** Whether the user should move on to the current names. */
  readonly legacy: boolean;
}

/** The places, in the order in which they are looked at. */
export function credentialPlaces({ pair }: GivenCredentials, baseDir: string): readonly CredentialPlace[] {
  const options: CredentialPlace = {
    source: "arguments",
    where: "the options clientId and clientSecret",
    read: () => (pair === undefined ? {} : { pair: { ...pair, apiUrl: undefined } }),
    absent: "neither was passed",
    blame: "In the options",
    url: "apiUrl",
    legacy: false,
  };
  return [
    options,
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
