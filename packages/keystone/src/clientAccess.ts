import type { ApiResponse, Each, ExchangeOptions, Flow, In, Mode, Source } from "@latchkey/session";

/** What a client lends to the parts that its methods are made of. */
export interface ClientAccess<M extends Mode> {
  readonly url: string;
  readonly cid: string;
  /** @throws UsageError (`closed`) when the client is closed. */
  assertOpen(): void;
  /** One call, as a flow. */
  exchange<T>(method: string, endpoint: string, options: ExchangeOptions): Flow<ApiResponse<T>>;
  /** Runs a flow as the client's twin does. */
  run<T>(flow: Flow<T>, signal: AbortSignal | undefined): In<T>[M];
  /** Reads a source as the client's twin does. */
  each<T>(open: () => Source<T>, signal: AbortSignal | undefined): Each<T>[M];
}
