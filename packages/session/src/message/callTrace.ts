import { type ErrorCode, LatchkeyError } from "../errors/latchkeyError.ts";
import { redactUrl } from "../request/redactUrl.ts";
import type { CallWatcher } from "./callWatcher.ts";
import type { Reply } from "./reply.ts";
import type { Request } from "./request.ts";

/** Where the credential of a call came from. */
export type CredentialSource = "none" | "caller" | "store" | "login" | "refresh";

/**
 * Why a request was sent again: by its status, because `Retry-After` said when, by a failure, with another credential,
 * to the address of a redirect, or by a layer of the user's.
 */
export type ResendReason = "status" | "retry-after" | "error" | "credential" | "redirect" | "layer";

/** One request that was sent, and what became of it. Times are on the call's clock. */
export interface AttemptRecord {
  readonly purpose: "request" | "credential";
  readonly method: string;
  /** Without query values. */
  readonly url: string;
  readonly begunAt: number;
  readonly endedAt: number;
  readonly status: number | undefined;
  readonly error: ErrorCode | "unexpected" | undefined;
  readonly reused: boolean | undefined;
  resent: ResendReason | undefined;
  backOff: number;
}

/** How an attempt ended. */
export type AttemptEnd = { readonly reply: Reply } | { readonly error: unknown };

/** In ms. */
export interface CallWaits {
  /** In the session's own queue. */
  queue: number;
  /** Until there was a credential. */
  credential: number;
  /** Of these, until another process, or session, gave up its lease. */
  lock: number;
}

/**
 * What a call remembers of itself, to be explained when somebody asks: numbers, and pointers to what is there already.
 * Only what is seldom, such as an attempt that was not the last one, costs an object.
 */
export abstract class CallTrace {
  /** Requests handed to the transport, the token and login requests of this call included. */
  attempts = 0;
  /** Attempts that others followed, and those for credentials. */
  past: AttemptRecord[] | undefined;
  /** When the attempt of the request itself that came last began; `undefined` before there is one. */
  sentAt: number | undefined;
  sentMethod = "";
  sentOrigin = "";
  sentPath = "";
  redirects = 0;
  /** How long it waited and for what, in ms; `undefined` while it did not. */
  waits: CallWaits | undefined;
  /** Name of the strategy that gave the credential. */
  strategy: string | undefined;
  source: CredentialSource | undefined;
  /** Who got the credential, where it was not there before. */
  obtained: "by this call" | "by another call" | undefined;
  /** Whether the store had what it was asked for; `undefined` when it was not asked. */
  storeHit: boolean | undefined;
  /** Told of what happens, while somebody listens. */
  watcher: CallWatcher | undefined;

  /** It waited. */
  waited(what: keyof CallWaits, ms: number): void {
    this.waits ??= { queue: 0, credential: 0, lock: 0 };
    this.waits[what] += ms;
  }

  /** The request itself leaves. */
  sending({ method, origin, path }: Request, now: number): void {
    this.conclude(undefined, now);
    const before = this.#last("request");
    // Nobody said why it is sent again: no layer of ours.
    if (before !== undefined) before.resent ??= "layer";
    this.sentAt = now;
    this.sentMethod = method;
    this.sentOrigin = origin;
    this.sentPath = path;
  }

  /** The last attempt will be followed by another one. */
  resend(why: ResendReason, end: AttemptEnd | undefined, now: number): void {
    this.conclude(end, now);
    this.noteResend("request", why);
  }

  /** The last attempt is over, and the call is not, or ends for another reason. */
  conclude(end: AttemptEnd | undefined, now: number): void {
    const { sentMethod: method, sentAt: begunAt, sentOrigin, sentPath } = this;
    if (begunAt === undefined) return;
    this.record({ purpose: "request", method, url: sentOrigin + sentPath, begunAt, endedAt: now }, end);
    this.sentAt = undefined;
  }

  /** Says of the last attempt for that purpose why it is repeated, and after how many ms. */
  noteResend(purpose: AttemptRecord["purpose"], why: ResendReason, backOff: number = 0): void {
    const last = this.#last(purpose);
    if (last === undefined) return;
    last.resent = why;
    last.backOff = backOff;
  }

  #last(purpose: AttemptRecord["purpose"]): AttemptRecord | undefined {
    return this.past?.findLast((attempt) => attempt.purpose === purpose);
  }

  /** Keeps an attempt that is not the answer to the caller. */
  record(
    begun: Pick<AttemptRecord, "purpose" | "method" | "url" | "begunAt" | "endedAt">,
    end: AttemptEnd | undefined,
  ): void {
    const reply = end !== undefined && "reply" in end ? end.reply : undefined;
    this.past ??= [];
    this.past.push({
      ...begun,
      url: redactUrl(begun.url),
      status: reply?.status,
      error: end !== undefined && "error" in end ? errorCodeOf(end.error) : undefined,
      reused: reply?.reused,
      resent: undefined,
      backOff: 0,
    });
  }
}

/** What an error is called where it is counted or explained. */
export function errorCodeOf(error: unknown): ErrorCode | "unexpected" {
  return error instanceof LatchkeyError ? error.code : "unexpected";
}
