import { LatchkeyError, StatusError, TransportError } from "@latchkey/session";

/** What the same request would meet again. A disk that fails is another matter: another host has another one. */
const LASTING: ReadonlySet<string> = new Set(["filename", "redirect", "too-large", "aborted", "tls", "disk"]);

/** Codes of errors that are about who does an item, not about the item. */
export const HOSTS_OWN: ReadonlySet<string> = new Set(["disk", "authentication"]);

/** Whether the same item may work out a little later, or somewhere else. */
export function mayPass(error: unknown): boolean {
  if (error instanceof TransportError) return !LASTING.has(error.code);
  return error instanceof StatusError && (error.status === 408 || error.status === 429 || error.status >= 500);
}

/** Whether it failed because of this host, its disk or its credentials: then others may be able to do it. */
export function isHostTrouble(error: unknown): error is LatchkeyError {
  return error instanceof LatchkeyError && HOSTS_OWN.has(error.code);
}
