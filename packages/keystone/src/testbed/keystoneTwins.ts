import { promised } from "@latchkey/session/testing";
import { AsyncKeystoneClient } from "../asyncKeystoneClient.ts";
import { KeystoneClient } from "../keystoneClient.ts";
import type { KeystoneOptions } from "../keystoneOptions.ts";
import type { Resource, ResourceName } from "../resources/resource.ts";

/** How a behaviour test opens a client: once for each twin, both behind the async face. */
export interface KeystoneTwin {
  readonly twin: "async" | "blocking";
  readonly open: (options: KeystoneOptions) => AsyncKeystoneClient;
}

export const keystoneTwins: readonly KeystoneTwin[] = [
  { twin: "async", open: (options) => new AsyncKeystoneClient(options) },
  { twin: "blocking", open: (options) => promised<AsyncKeystoneClient>(new KeystoneClient(options)) },
];

/** Of the blocking client seen as its async twin, resources too come as a promise. */
export async function resourceOf<N extends ResourceName>(
  client: AsyncKeystoneClient,
  name: N,
): Promise<Resource<N, "async">> {
  return client.resource(name);
}

/** The error with which a promise was rejected, or a function failed. */
export async function failureOf(failing: Promise<unknown> | (() => Promise<unknown>)): Promise<unknown> {
  try {
    await (typeof failing === "function" ? failing() : failing);
  } catch (error) {
    return error;
  }
  throw new Error("It was expected to fail.");
}
