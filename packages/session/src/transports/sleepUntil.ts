import type { Cancel, Done } from "../driver/transport.ts";
import { Deadline } from "./deadline.ts";

/** Calls `done` when this thread's monotonic clock says `until`. Holds the process until then. */
export function sleepUntil(until: number, done: Done<undefined>): Cancel {
  let over = false;
  const deadline = new Deadline(until, Infinity, () => {
    over = true;
    done({ value: undefined });
  });
  deadline.start();
  return (reason) => {
    if (over) return;
    over = true;
    deadline.stop();
    done({ error: reason });
  };
}
