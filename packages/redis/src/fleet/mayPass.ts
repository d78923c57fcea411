import { StatusError, TransportError } from "@latchkey/session";

/** What the same request would meet again. A disk that fails is another matter: another host has another one. */
const LASTING: ReadonlySet<string> = new Set(["filename", "redirect", "too-large", "aborted", "tls", "disk"]);

/** Whether the same item may work out a little later, or somewhere else. */
export function mayPass(error: unknown): boolean {
  if (error instanceof TransportError) return !LASTING.has(error.code);
  return error instanceof StatusError && (error.status === 408 || error.status === 429 || error.status >= 500);
}

/** Whether it failed because of this host's disk: then others may be able to do it, and this one is not. */
export function isHostTrouble(error: unknown): error is TransportError {
  return error instanceof TransportError && error.code === "disk";
}
