import type { FaultPlan } from "./faultPlan.ts";
import type { RequestRecord } from "./requestRecord.ts";

/** A running embedded server. Everything is a promise, so that the handle is the same when the server has its own thread. */
export interface Box<Credentials> {
  /** Base URL without trailing slash, for example `http://127.0.0.1:43210`. */
  readonly url: string;
  /** What a client logs in with. */
  readonly credentials: Credentials;
  /** Scripts a fault for the next matching requests; in force when the promise resolves. */
  fault(plan: FaultPlan): Promise<void>;
  /** Forgets faults that have not happened yet, and lets held requests go. */
  clearFaults(): Promise<void>;
  /**
   * Moves the server's clock forward: sessions and tokens expire, throttle windows slide. Done when the promise resolves.
   * The next start on the same data directory finds the clock there.
   */
  advance(ms: number): Promise<void>;
  /** The newest 20,000 requests that arrived, oldest first, without secrets. */
  requests(): Promise<RequestRecord[]>;
  /** Stops listening, cuts the connections, closes the database. A second call does nothing. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What `startBox` returns: a {@link Box}, and the way to its server's own commands. */
export interface RunningBox<Credentials> extends Box<Credentials> {
  /** Runs one of the service's `commands`. */
  readonly command: (name: string, argument: string) => Promise<unknown>;
}
