import { readdirSync } from "node:fs";

/** What a process holds. */
export interface Holdings {
  /** Bytes, after collection. */
  readonly heap: number;
  /** Sockets, timers, pipes and what else keeps a process alive. */
  readonly handles: number;
  /** Open files and sockets; 0 where the system does not tell. */
  readonly descriptors: number;
  /** Listeners on the process itself. */
  readonly listeners: number;
}

export async function measure(): Promise<Holdings> {
  // What was dropped in this turn is closed in the next ones.
  for (let turn = 0; turn < 5; turn += 1) await new Promise((next) => setImmediate(next));
  globalThis.gc?.();
  globalThis.gc?.();
  return {
    heap: process.memoryUsage().heapUsed,
    handles: process.getActiveResourcesInfo().length,
    descriptors: process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
  };
}

export function growthOf(before: Holdings, after: Holdings): Holdings {
  return {
    heap: after.heap - before.heap,
    handles: after.handles - before.handles,
    descriptors: after.descriptors - before.descriptors,
    listeners: after.listeners - before.listeners,
  };
}
