import type { Explanation } from "../message/explanation.ts";
import { explanationOf } from "./explained.ts";

/**
 * The errors, all of them:
 *
 * LatchkeyError            code, hint; method, url and cid of the call where there was one
 *  ├ UsageError            a bad option, an endpoint outside the session, a closed session, a promise in a blocking session
 *  ├ TransportError        no usable answer: `code` says why, `sent` whether the server may have acted
 *  ├ StatusError           an answer with a status that is not 2xx
 *  ├ DecodeError           a body that is not what was asked for
 *  └ AuthenticationError   `reason`: missing, rejected, expired, insecure or store
 */
export type ErrorCode = UsageCode | TransportCode | "status" | "decode" | "authentication";

/** What was wrong with the way something was called. */
export type UsageCode = "option" | "endpoint" | "body" | "closed" | "promise" | "deadlock";

/** Why no usable answer arrived. */
export type TransportCode =
  | "connect"
  | "reset"
  | "tls"
  | "timeout"
  | "protocol"
  | "truncated"
  | "redirect"
  | "too-large"
  | "aborted"
  | "disk"
  | "filename"
  | "worker";

/** The call that an error belongs to. */
export interface ErrorPlace {
  readonly method?: string | undefined;
  /** Origin and path; query values are left out, they may hold secrets. */
  readonly url?: string | undefined;
  readonly cid?: string | undefined;
}

/** What every error of this library carries. */
export interface ErrorDetails extends ErrorPlace {
  /** What to do about it. */
  readonly hint?: string | undefined;
}

/** What every copy of this library has in common: the I/O thread's program holds one of its own. */
const brand: unique symbol = Symbol.for("latchkey.error");

/** Whether an error is one of ours, made by whichever copy of this library. */
export function isLatchkeyError(error: unknown): error is LatchkeyError {
  return typeof error === "object" && error !== null && brand in error;
}

/** Base of every error that Latchkey throws: catch this one to catch them all. */
export abstract class LatchkeyError extends Error {
  /** What went wrong, for programs: the message is for people, and may change. */
  abstract readonly code: ErrorCode;
  /** What to do about it, where there is something to do. */
  declare readonly hint: string | undefined;
  /** Method of the call, where there was one. */
  declare readonly method: string | undefined;
  /** Origin and path of the call; query values are left out, they may hold secrets. */
  declare readonly url: string | undefined;
  /** Correlation id of the session: the server's log has it too. */
  declare readonly cid: string | undefined;

  /** Not its own, so that nobody sees it printed. */
  get [brand](): true {
    return true;
  }

  constructor(message: string, { hint, method, url, cid }: ErrorDetails = {}) {
    super(message);
    // What it has not is no member, so that a printed error shows what there is.
    if (hint !== undefined) this.hint = hint;
    if (method !== undefined) this.method = method;
    if (url !== undefined) this.url = url;
    if (cid !== undefined) this.cid = cid;
  }

  /**
   * What the call did before it failed: credential, waits and attempts. `undefined` where there was no call, as for a
   * bad option. Calls that wait for one login or token and share its failure get the explanation of the one that asked.
   */
  explain(): Explanation | undefined {
    return explanationOf(this);
  }

  /** What is safe to log: never a header, a body or a query value. */
  toJSON(): Record<string, unknown> {
    const { name, message, code, hint, method, url, cid } = this;
    return { name, message, code, hint, method, url, cid };
  }
}
