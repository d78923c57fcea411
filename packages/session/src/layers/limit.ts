import { TransportError } from "../errors/transportError.ts";
import { wait } from "../flow/flow.ts";
import { Queue } from "../flow/queue.ts";
import { Signal } from "../flow/signal.ts";
import type { Layer } from "./layer.ts";

/** At most `max` requests at once. A freed slot is handed to the longest waiting request: newcomers never overtake. */
export function limit(max: number): Layer {
  let free = max;
  const queue = new Queue<Signal>();

  function release(): void {
    const first = queue.take();
    if (first === undefined) free += 1;
    else first.raise();
  }

  return {
    name: "limit",
    *handle(request, next) {
      const { call } = request;
      if (free > 0) {
        free -= 1;
      } else {
        const turn = new Signal();
        const { clock } = call.settings;
        const begunAt = clock.now();
        const place = queue.add(turn);
        let mine = false;
        try {
          mine = yield* wait(turn, call.until);
        } finally {
          if (request.purpose === undefined) call.waited("queue", clock.now() - begunAt);
          // Cancelled while the slot was being handed over: pass it on.
          if (!mine && !queue.remove(place, turn)) release();
        }
        if (!mine) throw new TransportError("timeout", "The time of this call ended while it waited for a slot.");
      }
      call.leaveQueue();
      try {
        return yield* next(request);
      } finally {
        release();
      }
    },
  };
}
