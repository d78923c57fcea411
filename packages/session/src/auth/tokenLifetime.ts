const YEAR = 365 * 24 * 3_600_000;
const LONGEST_MARGIN = 60_000;

/**
 * A token's life in ms, from the `expires_in` of a token reply or of a stored record. Numbers and strings of digits
 * count, a year at most and a second at least, so that no server can ask for a refresh with every call. Whatever else
 * (missing, zero, negative, not a number) is `undefined`: the token is used until the server refuses it.
 *
 * @see RFC 6749 §5.1, which only recommends the member
 *
 * @example
 * ```ts
 * tokenLifetime("3600"); // 3_600_000
 * tokenLifetime(undefined); // undefined: used until it is refused
 * ```
 */
export function tokenLifetime(expiresIn: unknown): number | undefined {
  const seconds = typeof expiresIn === "string" && /^\d{1,15}$/.test(expiresIn) ? Number(expiresIn) : expiresIn;
  if (typeof seconds !== "number" || !(seconds > 0)) return undefined;
  return Math.min(Math.max(seconds * 1000, 1000), YEAR);
}

/** How long before its end a token is renewed, in ms: a minute, or a tenth of a life shorter than ten. */
export function renewalMargin(lifetime: number): number {
  return Math.min(LONGEST_MARGIN, lifetime / 10);
}
