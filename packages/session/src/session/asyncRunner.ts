import { cancelAsync, runAsync } from "../driver/runAsync.ts";
import type { Task } from "../driver/task.ts";
import type { Transport } from "../driver/transport.ts";
import type { Flow } from "../flow/flow.ts";
import { Slots } from "../flow/slots.ts";
import { eachAsync } from "./eachAsync.ts";
import type { Enter, Runner } from "./runner.ts";

/** Runs a session's flows by promises. */
export function asyncRunner(transport: Transport, enter: Enter = () => undefined): Runner<"async"> {
  const group = new Slots<Task>();
  const run = <T>(flow: Flow<T>, signal?: AbortSignal): Promise<T> => runAsync(flow, transport, signal, group, enter());
  return {
    mode: "async",
    transport,
    run,
    each: (open, signal) => eachAsync(open, run, signal),
    cancel: (reason) => cancelAsync(group, reason),
  };
}
