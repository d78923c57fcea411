import { withSent } from "../../errors/interruption.ts";
import { isError } from "../../errors/isError.ts";
import { LatchkeyError } from "../../errors/latchkeyError.ts";
import { TransportError } from "../../errors/transportError.ts";
import { UsageError } from "../../errors/usageError.ts";
import { errorCode } from "./errorCode.ts";
import { SourceFailure } from "./sourceFailure.ts";

/** How far an exchange had come when it failed. */
export interface Progress {
  /** Host and port. */
  readonly place: string;
  /** The first byte of the request may have left. */
  readonly sent: boolean;
  /** The first byte of a response arrived. */
  readonly answered: boolean;
  /** The head of the final response arrived. */
  readonly headed: boolean;
  /** The connection had served other exchanges before. */
  readonly reused: boolean;
  /** The first error of the connection itself, if it had any. */
  readonly connectionError: unknown;
}

/** Codes of sockets that ended before they should. */
const CUT: ReadonlySet<string> = new Set([
  "UND_ERR_SOCKET",
  "UND_ERR_INFO",
  "ECONNRESET",
  "EPIPE",
  "ECONNABORTED",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "ENOTCONN",
  "HPE_INVALID_EOF_STATE",
]);

/** What the HTTP clients say of a request that they do not send. Their texts name a header or the path, never a value. */
const REFUSED: ReadonlySet<string> = new Set([
  "UND_ERR_INVALID_ARG",
  "UND_ERR_NOT_SUPPORTED",
  "ERR_INVALID_CHAR",
  "ERR_INVALID_HTTP_TOKEN",
  "ERR_HTTP_INVALID_HEADER_VALUE",
  "ERR_UNESCAPED_CHARACTERS",
]);

/** What is wrong with a 101: no request asks for another protocol. */
export const SWITCHES = "it switches protocols";

/** What undici says of a reply that is cut short, or is no reply: one code, two meanings. */
const NO_REPLY = /^bad (response|upgrade)$/;

/** Turns what undici or the runtime says about an exchange into one of our errors, without keeping theirs. */
export function exchangeFailure(error: unknown, progress: Progress): unknown {
  const { sent, place, headed } = progress;
  if (error instanceof SourceFailure) return withSent(error.reason, sent);
  if (error instanceof LatchkeyError) return error;
  const code = errorCode(error);
  if (REFUSED.has(code)) {
    const what = isError(error) ? error.message : code;
    return new UsageError("option", `This request cannot be sent: ${what}.`);
  }
  if (code === "UND_ERR_DESTROYED" || code === "UND_ERR_CLOSED") return closedUnderWay(sent);
  if (isError(error) && code === "UND_ERR_SOCKET" && NO_REPLY.test(error.message)) {
    return malformed(place, error.message === "bad upgrade" ? SWITCHES : "it is out of turn", sent);
  }
  if (code === "UND_ERR_HEADERS_OVERFLOW" || code === "HPE_HEADER_OVERFLOW")
    return malformed(place, "its head is too large", sent);
  if (CUT.has(code)) {
    // TLS reports an error and ends: undici keeps the end.
    const own = errorCode(progress.connectionError);
    return isTlsCode(own) ? brokenTls(own, progress) : cut(code, progress);
  }
  // Undici says so of a body that is cut, and of heads that contradict themselves.
  if (code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH")
    return headed ? cut(code, progress) : malformed(place, "its length contradicts itself", sent);
  if (isTlsCode(code)) return brokenTls(code, progress);
  const breach = grammarBreach(error) ?? (code.startsWith("HPE_") ? code : undefined);
  if (breach !== undefined) return malformed(place, breach, sent);
  return new TransportError("protocol", `The exchange with ${place} failed (${code}).`, { sent });
}

/** What both parsers call it; undici's has the words in its message, and what it read in `data`. */
function grammarBreach(error: unknown): string | undefined {
  if (!isError(error)) return undefined;
  if ("reason" in error && typeof error.reason === "string") return uncapitalised(error.reason);
  const [, words] = /^Response does not match the HTTP\/1\.1 protocol \((.+)\)$/.exec(error.message) ?? [];
  return words === undefined ? undefined : uncapitalised(words);
}

/** Names of header fields stay as they are. */
function uncapitalised(words: string): string {
  return words.replace(/^[A-Z][a-z]+ /, (first) => first.toLowerCase());
}

export function closedUnderWay(sent: boolean): TransportError {
  return new TransportError("aborted", "The connections were closed while the request was under way.", { sent });
}

function isTlsCode(code: string): boolean {
  return code.startsWith("ERR_SSL_") || code === "EPROTO";
}

function brokenTls(code: string, { place, sent }: Progress): TransportError {
  return new TransportError("tls", `The secure connection to ${place} broke (${code}).`, { sent });
}

function cut(code: string, { place, sent, answered, headed, reused }: Progress): TransportError {
  if (answered) {
    const part = headed ? "body" : "head";
    return new TransportError("truncated", `The connection to ${place} ended in the middle of the ${part}.`, { sent });
  }
  const reason = code.startsWith("E") ? ` (${code})` : "";
  const hint = reused ? "It was a kept connection: the server had probably given it up meanwhile." : undefined;
  return new TransportError("reset", `${place} closed the connection without an answer${reason}.`, { sent, hint });
}

/** What came is no HTTP. */
export function malformed(place: string, why: string, sent: boolean): TransportError {
  return new TransportError("protocol", `What ${place} answered is not valid HTTP: ${why}.`, { sent });
}
