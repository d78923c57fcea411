import { TransportError } from "../../errors/transportError.ts";
import { isReplayable } from "../../message/body.ts";
import type { Order } from "../exchange/order.ts";
import { errorCode } from "./errorCode.ts";

/** What the system says when it has no more files or ports to give. */
const CODES: ReadonlySet<string> = new Set(["EMFILE", "ENFILE", "EADDRNOTAVAIL", "ENOBUFS"]);

/** Kept beside the errors: what callers get is a TransportError like any other. */
const marked = new WeakSet<TransportError>();

/** Remembers of an error that it was made because the system had nothing to give, where that is so. */
export function markShortage(cause: unknown, error: TransportError): TransportError {
  if (CODES.has(errorCode(cause))) marked.add(error);
  return error;
}

/** Whether the system had nothing to give: more of the same would fail as well, until something is given back. */
export function meansShortage(error: unknown): boolean {
  return error instanceof TransportError && marked.has(error);
}

/**
 * Whether an exchange failed for want of what others of the same session hold, and may simply begin again: nothing was
 * sent, or a GET whose answer had no file to go to. A stream is read only once.
 */
export function isShortage(error: TransportError, { method, body }: Order): boolean {
  if (!marked.has(error)) return false;
  if (error.sent && method !== "GET" && method !== "HEAD") return false;
  return isReplayable(body);
}
