import { join } from "node:path";
import type { CredentialSource } from "./credentials.ts";
import { currentNames, type FieldNames, legacyNames, oldestNames } from "./fieldNames.ts";
import { homeDirectory } from "./homeDirectory.ts";
import { type FileReading, readCredentialsFile } from "./readCredentialsFile.ts";
import { readPair } from "./readPair.ts";

/** A place outside the program that may hold credentials. */
export interface CredentialPlace {
  readonly source: CredentialSource;
  readonly where: string;
  /** What to read there; nothing is touched before. */
  readonly read: () => FileReading;
  /** Whether the user should move on to the current names. */
  readonly legacy: boolean;
}

/** The places, in the order in which they are looked at. */
export function credentialPlaces(baseDir: string): readonly CredentialPlace[] {
  const file = join(baseDir, "credentials.json");
  const legacyFile = join(homeDirectory() ?? baseDir, ".helios_auth");
  return [
    environment("environment", currentNames, false),
    environment("legacy environment", legacyNames, true),
    { source: "file", where: file, read: () => readCredentialsFile(file, [currentNames]), legacy: false },
    {
      source: "legacy file",
      where: legacyFile,
      read: () => readCredentialsFile(legacyFile, [legacyNames, oldestNames]),
      legacy: true,
    },
  ];
}

function environment(source: CredentialSource, names: FieldNames, legacy: boolean): CredentialPlace {
  const where = `${names.id} and ${names.secret} in the environment`;
  return { source, where, read: () => readPair((name) => process.env[name], names), legacy };
}
