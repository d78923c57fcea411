/**
 * Whether a host can only be this machine: what browsers call potentially trustworthy without TLS.
 *
 * @param hostname - as `URL.hostname` spells it: lower case, IPv4 in dotted form, IPv6 in brackets
 * @see https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
 */
export function isLoopback(hostname: string): boolean {
  return hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname) || /(?:^|\.)localhost\.?$/.test(hostname);
}
