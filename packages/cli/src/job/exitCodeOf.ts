import { AuthenticationError, StatusError, type TransportCode, TransportError, UsageError } from "@latchkey/session";
import { EXIT } from "./exitCode.ts";
import { Interrupted } from "./interrupted.ts";

const BY_STATUS: Readonly<Record<number, number>> = {
  401: EXIT.authentication,
  404: EXIT.notFound,
  409: EXIT.conflict,
  429: EXIT.rateLimited,
};

/** Failures of the way to the server and back. An answer that makes no sense is the server's: an error like any other. */
const NETWORK: ReadonlySet<TransportCode> = new Set(["connect", "reset", "tls", "timeout", "truncated"]);

/** The exit code for what ended a command. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof UsageError) return EXIT.usage;
  // The name, not the class: Keystone's BatchError is a StatusError of its own.
  if (error instanceof StatusError) return error.name === "BatchError" ? EXIT.partial : exitCodeOfStatus(error.status);
  if (error instanceof TransportError) return NETWORK.has(error.code) ? EXIT.network : EXIT.error;
  if (error instanceof AuthenticationError) return error.reason === "store" ? EXIT.error : EXIT.authentication;
  return EXIT.error;
}

/** The exit code for an answer that is not 2xx. */
function exitCodeOfStatus(status: number): number {
  return BY_STATUS[status] ?? EXIT.error;
}
