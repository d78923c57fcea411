import type { Reply } from "../message/reply.ts";
import type { Request } from "../message/request.ts";
import type { Fork } from "./fork.ts";
import { OneStep } from "./oneStep.ts";
import type { Signal } from "./signal.ts";
import type { Answers, Outcome, Step } from "./step.ts";

/**
 * Behaviour without I/O: a generator that yields {@link Step}s and is resumed with their results. The same flow runs
 * in the async and in the blocking twin; a test can feed it by hand.
 */
export interface Flow<T> {
  next(answer?: unknown): IteratorResult<Step, T>;
  throw(error: unknown): IteratorResult<Step, T>;
  [Symbol.iterator](): Flow<T>;
}

/** What a step is answered with is what `Answers` promises for its kind, or what its maker knows better. */
function ask<K extends Step["do"], T extends Answers[K] = Answers[K]>(step: Extract<Step, { do: K }>): Flow<T> {
  return new OneStep<T>(step);
}

/**
 * One exchange with the server.
 *
 * @example
 * ```ts
 * const reply = yield* send(request); // in a layer below `next`, or a flow of your own
 * ```
 */
export function send(request: Request, until: number = Infinity): Flow<Reply> {
  return request.save === undefined ? ask({ do: "send", request, until }) : ask({ do: "save", request, until });
}

/**
 * Waits until the transport's clock says `until`.
 *
 * @example
 * ```ts
 * const { clock } = request.call.settings;
 * yield* sleep(clock.now() + 500); // half a second, virtual in tests
 * ```
 */
export function sleep(until: number): Flow<undefined> {
  return ask({ do: "sleep", until });
}

/**
 * Calls `fn`. In the blocking twin a promise is a UsageError: nothing could ever settle it.
 *
 * @example
 * ```ts
 * const token = yield* call(() => readToken()); // in the async twin it may return a promise
 * ```
 */
export function call<T>(fn: () => T | Promise<T>, until: number = Infinity): Flow<T> {
  // The driver returns what `fn` returned, or what its promise resolved to.
  return ask<"call", T>({ do: "call", fn, until });
}

/**
 * Runs the export `name` of the module at the URL `module` with `input`, off the calling thread where there is one.
 *
 * @example
 * ```ts
 * const digest = yield* work(import.meta.resolve("./digest.js"), "digest", bytes);
 * ```
 */
export function work(module: string, name: string, input: unknown, until: number = Infinity): Flow<unknown> {
  return ask({ do: "work", module, name, input, until });
}

export interface AllOptions<T> {
  readonly limit?: number | undefined;
  readonly settled?: ((index: number, outcome: Outcome<T>) => void) | undefined;
  readonly stop?: Signal | undefined;
}

/**
 * Runs `count` flows, at most `limit` at once. A failure is an outcome, never thrown; outcomes keep index order.
 *
 * @example
 * ```ts
 * const outcomes = yield* all(ids.length, (index) => ask(ids[index]), { limit: 10 });
 * for (const outcome of outcomes) if ("error" in outcome) throw outcome.error;
 * ```
 */
export function all<T>(
  count: number,
  make: (index: number) => Flow<T>,
  options: AllOptions<T> = {},
): Flow<Outcome<T>[]> {
  const { limit = Infinity, settled, stop } = options;
  // Outcomes are those of the flows that `make` returned, hence of T.
  const listener = settled as ((index: number, outcome: Outcome<unknown>) => void) | undefined;
  return ask<"all", Outcome<T>[]>({ do: "all", count, limit, make, settled: listener, stop });
}

/**
 * Starts a flow that goes on when its caller is cancelled.
 *
 * @example
 * ```ts
 * const forked = yield* fork(refresh()); // goes on, whoever gives up
 * const result = yield* join(forked, call.until);
 * ```
 */
export function fork<T>(flow: Flow<T>): Flow<Fork<T>> {
  // The driver settles the fork with the outcome of this very flow.
  return ask<"fork", Fork<T>>({ do: "fork", flow });
}

/**
 * Parks until the signal is raised: `true`; or until the clock says `until`: `false`.
 *
 * @example
 * ```ts
 * if (!(yield* wait(ready, call.until))) throw new TransportError("timeout", "It was not ready in time.");
 * ```
 */
export function wait(signal: Signal, until: number = Infinity): Flow<boolean> {
  return ask({ do: "wait", signal, until });
}

/** On whose behalf the flow runs; `undefined` while nobody observes. Flows that it starts run for the same caller. */
export function caller(): Flow<object | undefined> {
  return ask({ do: "caller" });
}

/**
 * Waits for a fork and takes over its outcome; `undefined` when the clock says `until` before.
 *
 * @example
 * ```ts
 * const result = yield* join(forked, call.until);
 * if (result === undefined) throw new TransportError("timeout", "The refresh took too long.");
 * ```
 */
export function* join<T>(forked: Fork<T>, until: number = Infinity): Flow<{ readonly value: T } | undefined> {
  if (forked.outcome === undefined && !(yield* wait(forked.settled, until))) return undefined;
  const outcome = forked.outcome;
  if (outcome === undefined) return undefined;
  if ("error" in outcome) throw outcome.error;
  return outcome;
}
