import type { Outcome, WorkStep } from "../flow/step.ts";
import type { Reply } from "../message/reply.ts";
import type { Request } from "../message/request.ts";

/** Time and chance, as the transport has them: a scripted transport makes both predictable. */
export interface Clock {
  /** Monotonic, in ms. Every `until` is on this clock. */
  now(): number;
  /** The wall clock: ms since 1970. */
  wall(): number;
  /** In [0, 1). */
  random(): number;
}

/** Called once with how a step ended. */
export type Done<T> = (outcome: Outcome<T>) => void;

/** Ends a step early; its `done` is then called soon, with an error. */
export type Cancel = (reason: Error) => void;

/** Performs steps. What differs between the twins is only this. */
export interface Transport {
  readonly clock: Clock;
  /** Whether it can be waited for without returning to the event loop. */
  readonly blocking: boolean;
  /** One exchange; where `request.save` is given, a 2xx body goes to that file. Never throws: failures go to `done`. */
  send(request: Request, until: number, done: Done<Reply>): Cancel;
  sleep(until: number, done: Done<undefined>): Cancel;
  work(step: WorkStep, done: Done<unknown>): Cancel;
  /** Blocking transports: holds the thread until something completed; `false` when nothing is under way. */
  waitForCompletion?(): boolean;
  /** Ends idle connections now, busy ones when they are done or at once with `force`. */
  close(force: boolean): void | Promise<void>;
}
