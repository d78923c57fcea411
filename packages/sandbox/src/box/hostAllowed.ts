import { isIP } from "node:net";
import { isLoopback } from "./boxOptions.ts";

/**
 * May a request with this `Host` header be answered by a server that listens on `host`? A page on the web can make its own name
 * resolve to 127.0.0.1 (DNS rebinding), so names that are not this machine's are refused; literal addresses cannot be rebound.
 */
export function hostAllowed(header: string | undefined, host: string): boolean {
  if (header === undefined) return false;
  const name = /^(?:\[([0-9a-f:.]+)\]|([^:@/?#[\]\s]+))(?::\d{1,5})?$/i.exec(header);
  const hostname = name?.[1] ?? name?.[2];
  if (hostname === undefined) return false;
  if (isLoopback(hostname)) return true;
  return !isLoopback(host) && (isIP(hostname) !== 0 || hostname.toLowerCase() === host.toLowerCase());
}
