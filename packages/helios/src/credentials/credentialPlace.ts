import type { CredentialSource } from "./credentials.ts";
import type { FileReading } from "./readCredentialsFile.ts";

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
