import { type Flow, type Mode, TransportError } from "@latchkey/session";
import type { Timing } from "../batches/batchOptions.ts";
import { placeOf } from "../batches/placed.ts";
import { asNumber, type FeatureJson } from "../features/feature.ts";
import { type Collection, imagesPath } from "./collectionPath.ts";
import type { HeliosCalls } from "./heliosCalls.ts";
import { readObject } from "./readObject.ts";

/** What the API says of emptying a collection: it removes 1000 images at most. */
export interface EmptyReply {
  readonly ok: boolean;
  /** Images removed. */
  readonly total: number;
}

/** The largest collection takes fewer; a server that always finds more would never end. */
const MOST_ROUNDS = 10_000;

export function* emptyOnce<M extends Mode>(
  calls: HeliosCalls<M>,
  collection: Collection,
  { timeout, deadline }: Timing,
): Flow<EmptyReply> {
  const request = { timeout, deadline, patient: true } as const;
  const reply: FeatureJson = readObject(yield* calls.send<unknown>("DELETE", imagesPath(collection), request));
  return { ok: reply["ok"] !== false, total: asNumber(reply["total"]) ?? 0 };
}

/** Empties it until nothing is left. */
export function* emptyWhole<M extends Mode>(
  calls: HeliosCalls<M>,
  collection: Collection,
  options: Timing,
): Flow<EmptyReply> {
  let total = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const reply = yield* emptyOnce(calls, collection, options);
    if (reply.total === 0) return { ok: reply.ok, total };
    total += reply.total;
  }
  throw new TransportError("protocol", `The collection is not empty after ${total} images were removed.`, {
    sent: true,
    ...placeOf(calls, "DELETE", imagesPath(collection)),
  });
}
