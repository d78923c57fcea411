import { StatusError, TransportError } from "@latchkey/session";

const LASTING = new Set(["filename", "redirect", "too-large", "aborted", "tls"]);

/** Whether the same item may work out a little later, or somewhere else. */
export function mayPass(error: unknown): boolean {
  if (error instanceof TransportError) return !LASTING.has(error.code);
  return error instanceof StatusError && (error.status === 408 || error.status === 429 || error.status >= 500);
}

/** Whether it failed because of this host's disk: then others may be able to do it, and this one is not. */
export function isHostTrouble(error: unknown): boolean {
  return error instanceof TransportError && error.code === "disk";
}
