/**
 * Whether a host can only be this machine: what browsers call potentially trustworthy without TLS.
 *
 * @param hostname - as `URL.hostname` spells it: lower case, IPv4 in dotted form, IPv6 in brackets
 * @see https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
 *
 * @example
 * ```ts
 * isLoopback(new URL("http://localhost:8000").hostname); // true
 * isLoopback("192.168.0.1"); // false
 * ```
 */
export function isLoopback(hostname: string): boolean {
  return hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname) || /(?:^|\.)localhost\.?$/.test(hostname);
}
