import { DecodeError } from "../errors/decodeError.ts";
import { TransportError } from "../errors/transportError.ts";
import type { Reply } from "../message/reply.ts";
import { parseRetryAfter } from "../request/retryAfter.ts";
import { isCredentialFailure } from "./credentialFailure.ts";

/**
 * How often and how long a session tries: the option `retry`, of which you give what is to differ. Times in ms.
 *
 * @example
 * ```ts
 * const session = new AsyncSession({ url, retry: { attempts: 5, maxRetryAfter: 10_000 } });
 * ```
 */
export interface RetryPolicy {
  /** Requests in all, the first one included: 1 to 100. Default 3. */
  readonly attempts: number;
  /** Upper bound of the first back-off; it doubles from there. Default 200. */
  readonly firstDelay: number;
  /** Upper bound of any back-off. Default 5,000. */
  readonly maxDelay: number;
  /** The longest `Retry-After` that is waited for; a longer one ends the call at once. Default 60,000. */
  readonly maxRetryAfter: number;
}

/** What went wrong with one attempt. */
export type Failure =
  | {
      readonly status: number;
      readonly retryAfter: number | undefined;
      /** The server acted on the request all the same: the failure is that of a page that it then pointed to. */
      readonly acted?: boolean | undefined;
    }
  | { readonly error: unknown };

/** What can be known before deciding. */
export interface Attempt {
  /** 1 for the first. */
  readonly number: number;
  /** Sending it twice does no harm. */
  readonly idempotent: boolean;
  /** The same body can be produced again. */
  readonly replayable: boolean;
  /** A number in [0, 1). */
  readonly random: number;
  readonly failure: Failure;
}

/** Answers whose `Retry-After` is for every request, and not for the one alone: a rate limit, and maintenance. */
const FOR_ALL: ReadonlySet<number> = new Set([429, 503]);

const RETRIED_STATUS: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** Whether an answer is of a kind that a later attempt may change. */
export function isTransient(status: number): boolean {
  return RETRIED_STATUS.has(status);
}

/** Whether what such an answer asks to wait, others would be asked too. */
export function isForAll(status: number): boolean {
  return FOR_ALL.has(status);
}

/** How long the server asks to wait, in ms, at that time of day; `undefined` where it does not say. */
export function retryAfterOf({ headers }: Reply, wall: number): number | undefined {
  return parseRetryAfter(headers.get("retry-after"), wall);
}

/** How long to wait before the next attempt, in ms; `undefined` when there must be none. Pure: decides, does nothing. */
export function retryDelay(attempt: Attempt, policy: RetryPolicy): number | undefined {
  if (attempt.number >= policy.attempts || !attempt.replayable) return undefined;
  const { failure } = attempt;
  return "status" in failure ? afterStatus(attempt, failure, policy) : afterError(attempt, failure.error, policy);
}

function afterStatus(
  attempt: Attempt,
  { status, retryAfter, acted = false }: Exclude<Failure, { readonly error: unknown }>,
  policy: RetryPolicy,
): number | undefined {
  // A 429 was not acted upon, whatever the method.
  const harmless = attempt.idempotent || (status === 429 && !acted);
  if (!isTransient(status) || !harmless) return undefined;
  if (retryAfter === undefined) return backOff(attempt, policy);
  if (retryAfter > policy.maxRetryAfter) return undefined;
  // Never sooner than asked; a little later, so that those who were told the same do not return together.
  return retryAfter + attempt.random * policy.firstDelay;
}

function afterError(attempt: Attempt, error: unknown, policy: RetryPolicy): number | undefined {
  if (isCredentialFailure(error)) return undefined;
  if (error instanceof DecodeError) return attempt.idempotent ? backOff(attempt, policy) : undefined;
  if (!(error instanceof TransportError)) return undefined;
  switch (error.code) {
    case "connect":
    case "timeout":
    case "reset":
      if (!error.sent) return backOff(attempt, policy);
      if (!attempt.idempotent) return undefined;
      // Most first resets are the server closing an idle connection: a fresh one will do, at once.
      return error.code === "reset" && attempt.number === 1 ? 0 : backOff(attempt, policy);
    case "truncated":
      return attempt.idempotent ? backOff(attempt, policy) : undefined;
    case "protocol":
      return attempt.idempotent && attempt.number === 1 ? 0 : undefined;
    case "tls":
    case "redirect":
    case "too-large":
    case "aborted":
    case "disk":
    case "filename":
    case "worker":
      return undefined;
  }
}

/** Full jitter: anything from nothing to a bound that doubles. */
function backOff(attempt: Attempt, policy: RetryPolicy): number {
  return attempt.random * Math.min(policy.maxDelay, policy.firstDelay * 2 ** (attempt.number - 1));
}
