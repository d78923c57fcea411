import { abortSignal, callable, number } from "@latchkey/session";

/** How far a batch has come. */
export interface BatchProgress {
  /** Items that have ended, failed ones included: pages of a search, ids, images. */
  readonly done: number;
  readonly failed: number;
  /** Items known so far: a search learns with its first page how many pages there are. */
  readonly total: number;
  /** Bytes received so far for the items that succeeded. */
  readonly bytes: number;
}

/** How long one call may take. */
export interface CallOptions {
  /** In ms, for each request; the longest silence of an image. Default: the session's. */
  readonly timeout?: number | undefined;
  /** In ms, for each request, the queue included. */
  readonly deadline?: number | undefined;
  /** Aborts it. Async twin only: nothing can raise a signal while a thread waits. */
  readonly signal?: AbortSignal | undefined;
}

/** What a call passes on to its requests. */
export type Timing = Pick<CallOptions, "timeout" | "deadline">;

/** What every method that sends many requests takes. */
export interface BatchOptions extends CallOptions {
  /** At most so many items at once. Default, and at most: the session's maxConcurrency. */
  readonly maxConcurrency?: number | undefined;
  /**
   * Told after each item. Returning `false` stops the batch, as `signal` does: what is under way is aborted, the rest
   * not sent, and the result has all that was done.
   */
  readonly onProgress?: ((progress: BatchProgress) => boolean | void) | undefined;
}

const MAX_MS = 2_147_483_647;

export const callShape = {
  timeout: number({ min: 1, max: MAX_MS }),
  deadline: number({ min: 1, max: MAX_MS }),
  signal: abortSignal(),
} as const;

export const batchShape = {
  ...callShape,
  maxConcurrency: number({ min: 1, max: 65_535, integer: true }),
  onProgress: callable<(progress: BatchProgress) => boolean | void>(),
} as const;

/** The signal of options that nobody has checked yet: the flow that it is for does. */
export function signalOf(options: CallOptions | null): AbortSignal | undefined {
  return options?.signal;
}
