import type { Clock } from "../driver/transport.ts";

/** The real clock of this thread: each thread's `now()` counts from its own start. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  random: () => Math.random(),
};
