import type { AuthContext, AuthStrategy, Flow, TokenInfo } from "@latchkey/session";

/** How a session proves itself to Helios, and what its methods ask of that. */
export interface HeliosSignIn extends AuthStrategy {
  /** What is known of the token in use. */
  readonly token: TokenInfo | undefined;
  /** The header's value, which holds the token. */
  readonly authorization: string | undefined;
  /** Makes sure of a token that the server knows and that has enough time left. */
  start(context: AuthContext): Flow<unknown>;
  /** Whether there is such a token; asks for no other. */
  check(context: AuthContext): Flow<boolean>;
  forget(context: AuthContext): Flow<void>;
}
