import type { ErrorCode } from "../errors/latchkeyError.ts";
import type { CredentialExplanation, Explanation } from "../message/explanation.ts";

/** Somebody called a method of a session. */
export interface EnterEvent {
  /** Stands for this very call of a method: the same object in {@link RequestEvent} of all that the method sends. */
  readonly caller: object;
  /** The kind of session: `session`, `keystone`, `helios` or one of yours. */
  readonly session: string;
  readonly cid: string;
}

/** One call: its attempts, and the requests for the credential that it needs, are events that point to it. */
export interface RequestEvent {
  /** Who called, when `latchkey:enter` is listened to. */
  readonly caller: object | undefined;
  /** The kind of session. */
  readonly session: string;
  readonly cid: string;
  readonly method: string;
  /** As logs name it: relative to the session's base URL, without its query; of a token or login request its path. */
  readonly endpoint: string;
  /** Origin and path; of a query only the names. */
  readonly url: string;
  /** At the end, when there is an answer. */
  readonly status: number | undefined;
  /** At the end, when there is an answer: as of the response. */
  readonly ok: boolean | undefined;
  /** At the end, when there is none: the error's code, or `unexpected`. */
  readonly error: ErrorCode | "unexpected" | undefined;
  /** What became of it, as far as it has come. Made when asked for. */
  explain(): Explanation;
}

/** One request on its way to a server. */
export interface AttemptEvent {
  readonly request: RequestEvent;
  /** `credential`: a login, a token request, or a question about a token. */
  readonly purpose: "request" | "credential";
  readonly method: string;
  /** Origin and path; of a query only the names. */
  readonly url: string;
  /** How often it was sent before, for whatever reason. */
  readonly resends: number;
  /** Whether it goes to the session's own server; token and storage servers may be others'. */
  readonly own: boolean;
  /**
   * For listeners of the start: what they put here is sent along, where the request has no such header itself. Names in
   * lower case.
   */
  readonly headers: Record<string, string>;
  /** At the end, when there is an answer. */
  readonly status: number | undefined;
  /** At the end, when there is none. */
  readonly error: ErrorCode | "unexpected" | undefined;
  /** At the end: how long it took, in ms. */
  readonly ms: number | undefined;
  /** At the end: whether the connection had served before; `undefined` where that is not known. */
  readonly reused: boolean | undefined;
  /** At the end: the version of HTTP, where it is known. */
  readonly protocol: string | undefined;
}

/** The credential of an attempt that is about to leave. */
export interface CredentialEvent extends CredentialExplanation {
  readonly request: RequestEvent;
  /** ms that the call has waited for credentials so far, the requests for them included. */
  readonly waited: number;
  /** Part of `waited`: until another process, or session, had released its lease. */
  readonly lockWait: number;
}
