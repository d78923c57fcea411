import type { Method } from "../endpoints/lookup.ts";
import type { Action } from "./action.ts";

/** What became of one action. */
export interface BatchStep<T = unknown> {
  /** 1 for the first. */
  readonly index: number;
  /** The name that it was given, or that a reference gave it. */
  readonly alias: string | undefined;
  readonly method: Method;
  /** With references resolved. */
  readonly path: string;
  readonly status: number;
  readonly body: T;
}

/** What is no plain object: nothing in it is looked at. */
type Unlisted =
  | ((...args: never) => unknown)
  | Date
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | PromiseLike<unknown>;

/** What `build` returned, with what became of each action in its place. */
export type Returned<R> =
  R extends Action<infer T>
    ? BatchStep<T>
    : R extends readonly unknown[]
      ? { readonly [K in keyof R]: Returned<R[K]> }
      : R extends Unlisted
        ? R
        : R extends object
          ? { readonly [K in keyof R]: Returned<R[K]> }
          : R;

/** What became of a job. */
export interface BatchResult<R = unknown> {
  /** Whether all of it was taken back again. */
  readonly dryRun: boolean;
  /** One for each action, in order. */
  readonly results: readonly BatchStep[];
  /** What `build` returned: an action, a list or an object of them became what each answered. */
  readonly returned: Returned<R>;
}
