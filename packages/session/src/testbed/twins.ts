import { runAsync } from "../driver/runAsync.ts";
import { runBlocking } from "../driver/runBlocking.ts";
import type { Transport } from "../driver/transport.ts";
import type { Flow } from "../flow/flow.ts";
import type { Outcome } from "../flow/step.ts";

/** How a behaviour test runs a flow: once for each twin. */
export interface Twin {
  readonly twin: "async" | "blocking";
  readonly run: <T>(flow: Flow<T>, transport: Transport) => Promise<T>;
}

/** Both drivers behind one face, so that a test is written once. */
export const twins: readonly Twin[] = [
  { twin: "async", run: (flow, transport) => runAsync(flow, transport) },
  { twin: "blocking", run: async (flow, transport) => runBlocking(flow, transport) },
];

/** How a promise ended. */
export async function outcomeOf<T>(promise: Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await promise };
  } catch (error) {
    return { error };
  }
}

/** The error with which a promise was rejected. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await outcomeOf(promise);
  if ("error" in outcome) return outcome.error;
  throw new Error("It was expected to fail.");
}
