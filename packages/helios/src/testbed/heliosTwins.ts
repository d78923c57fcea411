import { promised } from "@latchkey/session/testing";
import { AsyncHeliosSession } from "../asyncHeliosSession.ts";
import type { HeliosOptions } from "../heliosOptions.ts";
import { HeliosSession } from "../heliosSession.ts";

/** How a behaviour test opens a session: once for each twin, both behind the async face. */
export interface HeliosTwin {
  readonly twin: "async" | "blocking";
  /** As the constructor. */
  readonly make: (options?: HeliosOptions) => AsyncHeliosSession;
  /** As the constructor, and the session as it is. */
  readonly bare: (options?: HeliosOptions) => AsyncHeliosSession | HeliosSession;
  /** As the static `start`. */
  readonly start: (options?: HeliosOptions) => Promise<AsyncHeliosSession>;
  /** As the static `with`. */
  readonly within: <T>(options: HeliosOptions, fn: (session: AsyncHeliosSession | HeliosSession) => T) => Promise<T>;
}

export const heliosTwins: readonly HeliosTwin[] = [
  {
    twin: "async",
    make: (options) => new AsyncHeliosSession(options),
    bare: (options) => new AsyncHeliosSession(options),
    start: (options) => AsyncHeliosSession.start(options),
    within: (options, fn) => AsyncHeliosSession.with(options, fn),
  },
  {
    twin: "blocking",
    make: (options) => promised<AsyncHeliosSession>(new HeliosSession(options)),
    bare: (options) => new HeliosSession(options),
    start: async (options) => promised<AsyncHeliosSession>(HeliosSession.start(options)),
    within: async (options, fn) => HeliosSession.with(options, fn),
  },
];

/** The error with which a promise was rejected. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It was expected to fail.");
}
