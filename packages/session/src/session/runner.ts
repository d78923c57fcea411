import type { Transport } from "../driver/transport.ts";
import type { Flow } from "../flow/flow.ts";
import type { Each, In, Mode } from "../flow/mode.ts";
import type { Source } from "../flow/source.ts";

/** Notes that a caller comes in, in the caller's own context; `undefined` while nobody observes. */
export type Enter = () => object | undefined;

/** A driver bound to a transport: what makes a session one twin or the other. */
export interface Runner<M extends Mode> {
  readonly mode: M;
  readonly transport: Transport;
  /** Runs a flow; the signal aborts it. */
  run<T>(flow: Flow<T>, signal?: AbortSignal): In<T>[M];
  /** Reads a source that is opened anew for each iteration. */
  each<T>(open: () => Source<T>, signal?: AbortSignal): Each<T>[M];
  /** Ends every flow under way. */
  cancel(reason: Error): void;
}
