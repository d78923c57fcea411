/** What to do when no token can be had, in the words of whoever chose the options of `clientCredentials`. */
export interface TokenHints {
  /** The token endpoint redirects. */
  readonly redirect: string;
  /** There is none at its address: it is not found, or answers with something else than a token. */
  readonly address: string;
  /** It refuses the client. */
  readonly client: string;
}

/** For those who choose the options themselves. */
export const ownHints: TokenHints = {
  redirect: "Set tokenUrl to the address that it redirects to.",
  address: "Check that tokenUrl is the token endpoint of an OAuth 2.0 server (RFC 6749 §5.1).",
  client: "Check clientId, clientSecret, scope and how the client authenticates.",
};
