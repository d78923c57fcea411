import { promised } from "@latchkey/session/testing";
import { AsyncKeystoneClient } from "../asyncKeystoneClient.ts";
import { KeystoneClient } from "../keystoneClient.ts";
import type { KeystoneOptions } from "../keystoneOptions.ts";

/** How a behaviour test opens a client: once for each twin, both behind the async face. */
export interface KeystoneTwin {
  readonly twin: "async" | "blocking";
  readonly open: (options: KeystoneOptions) => AsyncKeystoneClient;
}

export const keystoneTwins: readonly KeystoneTwin[] = [
  { twin: "async", open: (options) => new AsyncKeystoneClient(options) },
  { twin: "blocking", open: (options) => promised<AsyncKeystoneClient>(new KeystoneClient(options)) },
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
