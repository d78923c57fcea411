import type { Clock } from "../driver/transport.ts";
import { TransportError } from "../errors/transportError.ts";
import { wait } from "../flow/flow.ts";
import { Queue } from "../flow/queue.ts";
import { Signal } from "../flow/signal.ts";
import type { Reply } from "../message/reply.ts";
import type { Layer } from "./layer.ts";
import { Pace } from "./pace.ts";
import { isForAll, type RetryPolicy, retryAfterOf } from "./retryPolicy.ts";

/**
 * At most `max` requests at once. A freed slot is handed to the longest waiting request: newcomers never overtake. Those go
 * first whose time runs already: what is sent again, and what gets the credential that others wait for. What one of a batch, or of the pages of a list, is asked to wait, those others do that would be told the same, and hold no slot
 * meanwhile. A call on its own is sent all the same, and its caller told at once.
 */
export function limit(max: number, policy: RetryPolicy): Layer {
  let free = max;
  const first = new Queue<Signal>();
  const last = new Queue<Signal>();
  const pace = new Pace(max);

  function release(): void {
    const next = first.take() ?? last.take();
    if (next === undefined) free += 1;
    else next.raise();
  }

  /** How long one that goes at the pace of its batch was asked to wait, in ms; 0: it was not. */
  function asked(reply: Reply | undefined, clock: Clock): number {
    if (reply === undefined || !isForAll(reply.status)) return 0;
    const ms = retryAfterOf(reply, clock.wall()) ?? 0;
    return ms > policy.maxRetryAfter ? 0 : ms;
  }

  return {
    name: "limit",
    *handle(request, next) {
      const { call, purpose } = request;
      const { clock, patient, batch } = call.settings;
      const isPaced = patient && purpose === undefined;
      let ticket = 0;
      for (;;) {
        if (isPaced) ticket = pace.enter() || (yield* pace.wait(call));
        if (free > 0) {
          free -= 1;
        } else {
          const turn = new Signal();
          const begunAt = clock.now();
          const isNew = purpose === undefined && !call.hadSlot;
          const queue = isNew ? last : first;
          const place = queue.add(turn);
          let mine = false;
          try {
            mine = yield* wait(turn, isNew ? call.deadlineAt : call.until);
          } finally {
            const waited = clock.now() - begunAt;
            if (purpose === undefined) call.waited("queue", waited);
            // Its time may have begun while it waited for a credential.
            if (isNew) call.extend(waited);
            // Cancelled while the slot was being handed over: pass it on.
            if (!mine && !queue.remove(place, turn)) release();
            if (!mine && isPaced) pace.leave(ticket, call);
          }
          if (!mine) throw new TransportError("timeout", "The time of this call ended while it waited for a slot.");
        }
        if (!isPaced || pace.holds(ticket)) break;
        release();
      }
      if (isPaced && batch?.ended !== undefined && call.left === undefined) {
        release();
        pace.leave(ticket, call);
        throw batch.ended;
      }
      call.leaveQueue();
      if (purpose === undefined) call.hadSlot = true;
      let reply: Reply | undefined;
      try {
        reply = yield* next(request);
        return reply;
      } finally {
        release();
        if (isPaced) {
          const ms = asked(reply, clock);
          // Those who were told come back first: they wait a little longer than they were asked to.
          if (ms > 0) pace.told(ticket, clock.now() + ms + policy.firstDelay);
          else pace.passed(ticket, call);
        }
      }
    },
  };
}
