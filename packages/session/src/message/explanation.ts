import type { ErrorCode } from "../errors/latchkeyError.ts";
import { redactUrl } from "../request/redactUrl.ts";
import type { Call } from "./call.ts";
import {
  type AttemptEnd,
  type AttemptRecord,
  type CredentialSource,
  errorCodeOf,
  type ResendReason,
} from "./callTrace.ts";
import { explanationText } from "./explanationText.ts";
import type { Reply } from "./reply.ts";

/** Whether a connection had served another request before; `unknown` where the transport or a failure does not tell. */
export type ConnectionUse = "new" | "reused" | "unknown";

/** One request that a call sent. */
export interface AttemptExplanation {
  /** 1 for the first, in the order in which they left. */
  readonly number: number;
  /** `request`: what was asked for; `credential`: a login, a token request, or a question about a token. */
  readonly purpose: "request" | "credential";
  readonly method: string;
  /** Origin and path; of a query only the names. */
  readonly url: string;
  /** `undefined` when there was no answer. */
  readonly status: number | undefined;
  /** Code of the error, when there was no answer that could be used. */
  readonly error: ErrorCode | "unexpected" | undefined;
  /** From handing it to the transport to the end of the answer. */
  readonly ms: number;
  readonly connection: ConnectionUse;
  /** Why another one followed; `undefined` when none did. */
  readonly resent: ResendReason | undefined;
  /** ms of back-off before the next one. */
  readonly backOff: number;
}

/** Which credential a call carried. */
export interface CredentialExplanation {
  /** Name of the strategy; `undefined` where none was asked, as when signing in. */
  readonly strategy: string | undefined;
  /**
   * `caller`: given as an option; `store`: kept by an earlier session; `login`: asked for anew; `refresh`: got in place
   * of another one; `none`: nobody is signed in; `unknown`: the strategy does not say.
   */
  readonly source: CredentialSource | "unknown";
  /** Whether it was there before the call, or got during it: by the call itself, or by another that it waited for. */
  readonly obtained: "before" | "by this call" | "by another call";
  /** Whether the store had it when this call asked there; `undefined` when it did not ask. */
  readonly storeHit: boolean | undefined;
}

/** Where time went that was no request's, in ms. */
export interface Waits {
  /** In the session's queue, for one of `maxConcurrency` places, or because the server asked its batch to wait. */
  readonly queue: number;
  /** Until there was a credential, the requests for it included. */
  readonly credential: number;
  /** Part of `credential`: until another process, or session, had released its lease. */
  readonly lock: number;
  /** Between attempts. */
  readonly backOff: number;
}

/** From when on a request for a credential is a call of its own: the call that it is for is over, or there is none. */
export interface CallMark {
  /** On the call's clock. */
  readonly at: number;
  /** How many attempts there had been. */
  readonly past: number;
}

/** How a call ended. */
export interface CallEnd {
  readonly method: string;
  /** What was asked for, without query values. */
  readonly url: string;
  /** ms since it began. */
  readonly elapsed: number;
  /** Left out while it goes on. */
  readonly end?: AttemptEnd | undefined;
  /** What was before is another call's. */
  readonly since?: CallMark | undefined;
}

/**
 * What became of one call, and why it took as long as it did: plain data without any secret, fit for a log. `String()`
 * of it is text for people, a line for each phase. Times are in ms.
 *
 * @example
 * ```ts
 * const response = session.httpGet("things/1");
 * console.log(String(response.explain()));
 * ```
 */
export class Explanation {
  readonly method: string;
  /** Origin and path; of a query only the names. */
  readonly url: string;
  readonly cid: string;
  /** `undefined` when there was no answer. */
  readonly status: number | undefined;
  /** Code of the error that ended it, `unexpected` for one that is not of this library. */
  readonly error: ErrorCode | "unexpected" | undefined;
  /** All of it, in ms. */
  readonly elapsed: number;
  readonly waits: Waits;
  readonly credential: CredentialExplanation;
  readonly attempts: readonly AttemptExplanation[];
  /** How many redirects were followed. */
  readonly redirects: number;
  /** Of the last attempt. */
  readonly connection: ConnectionUse;
  /** Length of the body in memory or on disk, decoded. */
  readonly bytes: number;

  constructor(call: Call, { method, url, elapsed, end, since }: CallEnd) {
    const reply = replyOf(end);
    const records = since === undefined ? attemptsOf(call, elapsed, end) : credentialAttempts(call, since);
    this.method = method;
    this.url = url;
    this.cid = call.settings.cid;
    this.status = reply?.status;
    this.error = codeOf(end);
    this.elapsed = elapsed;
    this.attempts = records.toSorted(byTime).map(attempt);
    const { waits, strategy, source, obtained, storeHit } = since === undefined ? call : nobodys;
    const { queue = 0, credential = 0, lock = 0 } = waits ?? {};
    this.waits = {
      queue,
      credential,
      // Nobody waited for what was renewed in the background.
      lock: Math.min(lock, credential),
      backOff: this.attempts.reduce((sum, { backOff }) => sum + backOff, 0),
    };
    this.credential = {
      strategy,
      source: source ?? (strategy === undefined ? "none" : "unknown"),
      obtained: source === "none" ? "before" : (obtained ?? "before"),
      storeHit,
    };
    this.redirects = since === undefined ? call.redirects : 0;
    this.connection = this.attempts.at(-1)?.connection ?? "unknown";
    this.bytes = reply?.saved?.bytes ?? reply?.body.length ?? 0;
  }

  /** For people: what was asked and what came of it, then a line for each phase. */
  toString(): string {
    return explanationText(this);
  }
}

/** What is told of a request for a credential: it carries none, and nobody waits for it. */
const nobodys: Pick<Call, "waits" | "strategy" | "source" | "obtained" | "storeHit"> = {
  waits: undefined,
  strategy: undefined,
  source: undefined,
  obtained: undefined,
  storeHit: undefined,
};

function attemptsOf(call: Call, elapsed: number, end: CallEnd["end"]): AttemptRecord[] {
  // What a refresh in the background did after the end is not part of it.
  const past = (call.past ?? []).filter(({ endedAt }) => endedAt - call.begun <= elapsed);
  return [...past, ...lastAttempt(call, end, call.begun + elapsed)];
}

function credentialAttempts({ past = [] }: Call, since: CallMark): AttemptRecord[] {
  return past.slice(since.past).filter(({ purpose }) => purpose === "credential");
}

/** The attempt whose end was the call's; a call that only signs in has none. */
function lastAttempt(call: Call, end: CallEnd["end"], endedAt: number): AttemptRecord[] {
  const { sentAt: begunAt } = call;
  if (begunAt === undefined) return [];
  const reply = replyOf(end);
  return [
    {
      purpose: "request",
      method: call.sentMethod,
      url: redactUrl(call.sentOrigin + call.sentPath),
      begunAt,
      endedAt,
      status: reply?.status,
      error: codeOf(end),
      reused: reply?.reused,
      resent: undefined,
      backOff: 0,
    },
  ];
}

/** As they left; of two that left in the same moment, the one that ended first was the reason for the other. */
function byTime(one: AttemptRecord, other: AttemptRecord): number {
  return one.begunAt - other.begunAt || one.endedAt - other.endedAt;
}

function replyOf(end: CallEnd["end"]): Reply | undefined {
  return end !== undefined && "reply" in end ? end.reply : undefined;
}

function codeOf(end: CallEnd["end"]): Explanation["error"] {
  return end !== undefined && "error" in end ? errorCodeOf(end.error) : undefined;
}

function attempt(record: AttemptRecord, index: number): AttemptExplanation {
  const { purpose, method, url, begunAt, endedAt, status, error, reused, resent, backOff } = record;
  const connection = reused === undefined ? "unknown" : reused ? "reused" : "new";
  return { number: index + 1, purpose, method, url, status, error, ms: endedAt - begunAt, connection, resent, backOff };
}
