import { cancelBlocking, runBlocking } from "../driver/runBlocking.ts";
import type { Task } from "../driver/task.ts";
import type { Transport } from "../driver/transport.ts";
import { UsageError } from "../errors/usageError.ts";
import { Slots } from "../flow/slots.ts";
import { eachBlocking } from "./eachBlocking.ts";
import type { Enter, Runner } from "./runner.ts";

/**
 * Runs a session's flows while the caller waits.
 *
 * @throws UsageError (`option`) when the transport cannot be waited for.
 */
export function blockingRunner(transport: Transport, enter: Enter = () => undefined): Runner<"blocking"> {
  if (!transport.blocking) {
    throw new UsageError("option", "Option `transport`: this one cannot serve a blocking session.", {
      hint: "Leave it out, or use the async twin.",
    });
  }
  const group = new Slots<Task>();
  return {
    mode: "blocking",
    transport,
    run(flow, signal) {
      refuseSignal(signal);
      return runBlocking(flow, transport, group, enter());
    },
    each(open, signal) {
      refuseSignal(signal);
      return eachBlocking(open, (flow) => runBlocking(flow, transport, group, enter()));
    },
    cancel: (reason) => cancelBlocking(group, reason),
  };
}

function refuseSignal(signal: AbortSignal | undefined): void {
  if (signal === undefined) return;
  throw new UsageError("option", "Option `signal` is for the async twin: nothing can raise it while a thread waits.", {
    hint: "Use `timeout` or `deadline`, or return false from onProgress to stop a batch.",
  });
}
