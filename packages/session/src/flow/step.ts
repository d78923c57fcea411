import type { Reply } from "../message/reply.ts";
import type { Request } from "../message/request.ts";
import type { Flow } from "./flow.ts";
import type { Fork } from "./fork.ts";
import type { Signal } from "./signal.ts";

/** How one flow ended. */
export type Outcome<T> = { readonly value: T; readonly error?: never } | { readonly error: unknown };

/** Ask the transport for one exchange. `until` is on the transport's monotonic clock, in ms. */
export interface SendStep {
  readonly do: "send";
  readonly request: Request;
  readonly until: number;
}

/** Ask for one exchange whose successful body goes to `request.save` instead of into memory. */
export interface SaveStep {
  readonly do: "save";
  readonly request: Request;
  readonly until: number;
}

/** Let time pass. */
export interface SleepStep {
  readonly do: "sleep";
  readonly until: number;
}

/** Call a function; what it returns may be a promise in the async twin only. */
export interface CallStep {
  readonly do: "call";
  readonly fn: () => unknown;
  readonly until: number;
}

/** Run an exported function of a module off the calling thread: `input` and the result are plain data. */
export interface WorkStep {
  readonly do: "work";
  readonly module: string;
  readonly name: string;
  readonly input: unknown;
  readonly until: number;
}

/** Run `count` flows, at most `limit` at once; the result is every outcome, in index order. */
export interface AllStep {
  readonly do: "all";
  readonly count: number;
  readonly limit: number;
  readonly make: (index: number) => Flow<unknown>;
  readonly settled: ((index: number, outcome: Outcome<unknown>) => void) | undefined;
  /** When raised, running flows are cancelled and the rest is not started: each reports the signal's reason. */
  readonly stop: Signal | undefined;
}

/** Start a flow that outlives this one; the result is a {@link Fork} to wait for. */
export interface ForkStep {
  readonly do: "fork";
  readonly flow: Flow<unknown>;
}

/** Park until the signal is raised; the result is `false` when `until` came first. */
export interface WaitStep {
  readonly do: "wait";
  readonly signal: Signal;
  readonly until: number;
}

/** Ask on whose behalf the flow runs: what the session noted when it was called, for those who observe it. */
export interface CallerStep {
  readonly do: "caller";
}

/** A plain value asking for one effect. */
export type Step = SendStep | SaveStep | SleepStep | CallStep | WorkStep | AllStep | ForkStep | WaitStep | CallerStep;

/** What a driver answers to each kind of step. */
export interface Answers {
  send: Reply;
  save: Reply;
  sleep: undefined;
  call: unknown;
  work: unknown;
  all: Outcome<unknown>[];
  fork: Fork<unknown>;
  wait: boolean;
  caller: object | undefined;
}
