import { cancelAsync, runAsync } from "../driver/runAsync.ts";
import type { Task } from "../driver/task.ts";
import type { Transport } from "../driver/transport.ts";
import type { Runner } from "./runner.ts";

/** Runs a session's flows by promises. */
export function asyncRunner(transport: Transport): Runner<"async"> {
  const group = new Set<Task>();
  return {
    mode: "async",
    transport,
    run: (flow, signal) => runAsync(flow, transport, signal, group),
    cancel: (reason) => cancelAsync(group, reason),
  };
}
