import { TransportError } from "../errors/transportError.ts";
import { type Flow, sleep, wait } from "../flow/flow.ts";
import { Queue } from "../flow/queue.ts";
import { Signal } from "../flow/signal.ts";
import type { Request } from "../message/request.ts";
import type { Layer } from "./layer.ts";
import type { Pause } from "./pause.ts";

/**
 * At most `max` requests at once. A freed slot is handed to the longest waiting request: newcomers never overtake. What a
 * pause holds back holds no slot meanwhile.
 */
export function limit(max: number, pause: Pause): Layer {
  let free = max;
  const queue = new Queue<Signal>();
  const held = new Queue<Signal>();
  let isWatched = false;

  function release(): void {
    const first = queue.take();
    if (first === undefined) free += 1;
    else first.raise();
  }

  /** One of those that are held back looks at the clock, for all. */
  function* untilOver({ call }: Request, until: number): Flow<void> {
    if (isWatched) {
      const over = new Signal();
      const place = held.add(over);
      try {
        yield* wait(over, call.until);
      } finally {
        held.remove(place, over);
      }
      return;
    }
    isWatched = true;
    try {
      yield* sleep(Math.min(until, call.until));
    } finally {
      isWatched = false;
      // Where it was cancelled, the next of them looks.
      for (let next = held.take(); next !== undefined; next = held.take()) next.raise();
    }
  }

  function* rest(request: Request, until: number): Flow<void> {
    const { call } = request;
    const { clock } = call.settings;
    const begunAt = clock.now();
    try {
      yield* untilOver(request, until);
    } finally {
      call.waited("queue", clock.now() - begunAt);
    }
    if (clock.now() < call.until) return;
    throw new TransportError("timeout", "The time of this call ended while the server asked its batch to wait.");
  }

  return {
    name: "limit",
    *handle(request, next) {
      const { call } = request;
      for (;;) {
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
        const until = pause.untilFor(request);
        if (until === undefined) break;
        release();
        yield* rest(request, until);
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
