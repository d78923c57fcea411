import { isInterruption, withSent } from "../errors/interruption.ts";
import { type Flow, sleep } from "../flow/flow.ts";
import { isReplayable } from "../message/body.ts";
import type { Reply } from "../message/reply.ts";
import type { Request } from "../message/request.ts";
import type { Layer } from "./layer.ts";
import { RetryBudget } from "./retryBudget.ts";
import { type Failure, isTransient, type RetryPolicy, retryAfterOf, retryDelay } from "./retryPolicy.ts";

/**
 * Sends again what failed in passing, as {@link retryDelay} decides, within the call's time and the session's budget.
 */
export function retry(policy: RetryPolicy): Layer {
  const budget = new RetryBudget();
  return {
    name: "retry",
    *handle(request, next) {
      // A request may have reached the server without an answer coming back.
      let unanswered = false;
      for (;;) {
        let reply: Reply | undefined;
        let failure: Failure;
        try {
          reply = yield* next(request);
          if (!isTransient(reply.status)) {
            budget.earn();
            return settle(request, reply, unanswered);
          }
          const retryAfter = retryAfterOf(reply, request.call.settings.clock.wall());
          failure = { status: reply.status, retryAfter, acted: reply.acted };
        } catch (error) {
          failure = { error };
        }
        unanswered ||= mayHaveActed(failure);
        if (yield* again(request, failure, reply)) continue;
        if (reply !== undefined) return reply;
        if ("error" in failure) throw told(failure.error, unanswered);
      }
    },
  };

  function* again(request: Request, failure: Failure, reply: Reply | undefined): Flow<boolean> {
    const { call, purpose = "request" } = request;
    const { clock, patient } = call.settings;
    const number = call.retries + 1;
    const { idempotent } = request;
    const replayable = isReplayable(request.body);
    const delay = retryDelay({ number, idempotent, replayable, random: clock.random(), failure }, policy);
    if (delay === undefined) return false;
    const asked = "status" in failure && failure.retryAfter !== undefined;
    if (asked && patient) call.extend(delay);
    const now = clock.now();
    const wakeAt = now + delay;
    const isFree = patient && isRateLimit(failure);
    if (wakeAt >= call.until || !(isFree || budget.spend())) return false;
    call.retries += 1;
    const why = asked ? "retry-after" : "status" in failure ? "status" : "error";
    if (purpose === "request") call.resend(why, "error" in failure ? failure : reply && { reply }, now);
    call.noteResend(purpose, why, delay);
    if (delay > 0) yield* sleep(wakeAt);
    return true;
  }
}

/**
 * The server is well and says when to come back. A batch that does so hammers nobody: its budget is for servers in
 * trouble, and would end all but the first hundred that are told to wait.
 */
function isRateLimit(failure: Failure): boolean {
  return "status" in failure && failure.status === 429 && (failure.retryAfter ?? 0) > 0;
}

/** A gateway's error or a lost answer leave it open whether the server acted. */
function mayHaveActed(failure: Failure): boolean {
  if ("status" in failure) return failure.status !== 429 || failure.acted === true;
  return isInterruption(failure.error) && failure.error.sent;
}

/** The last attempt may not have left, and an earlier one may have been acted upon all the same. */
function told(error: unknown, unanswered: boolean): unknown {
  return withSent(error, unanswered);
}

/** The first DELETE did it, only its answer was lost: what is gone cannot be found again. */
function settle({ method }: Request, reply: Reply, unanswered: boolean): Reply {
  return method === "DELETE" && reply.status === 404 && unanswered ? { ...reply, alreadyDone: true } : reply;
}
