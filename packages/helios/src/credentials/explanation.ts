import type { CredentialSource } from "./credentials.ts";

/** One place that credentials may come from, and what was made of it. */
export interface ConsideredSource {
  readonly source: CredentialSource;
  /** The names or the file that were meant. */
  readonly where: string;
  /** `invalid`: something is there and cannot be used, which ends the search; `not read`: another came first. */
  readonly outcome: "used" | "absent" | "invalid" | "not read";
  readonly reason: string;
}

/** Which credentials a session uses and why; never the secret. */
export interface CredentialsExplanation {
  /** `undefined` when there are none that can be used. */
  readonly source: CredentialSource | undefined;
  readonly clientId: string | undefined;
  /** The server that they are for. */
  readonly apiUrl: string | undefined;
  /** All places, in the order in which they are looked at. */
  readonly considered: readonly ConsideredSource[];
}
