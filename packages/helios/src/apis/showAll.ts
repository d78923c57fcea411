import { endpoint, type Flow, type In, type Mode } from "@latchkey/session";
import type { BatchOptions } from "../batches/batchOptions.ts";
import type { Failure } from "../batches/failure.ts";
import { itemBatch } from "../batches/itemBatch.ts";
import { runBatch } from "../batches/runBatch.ts";
import type { Feature } from "../features/feature.ts";
import type { Resource } from "../pages/resource.ts";
import type { HeliosCalls } from "./heliosCalls.ts";
import { type IdOr, type IdsOr, idOf, idsOf } from "./idOf.ts";
import { readObject } from "./readObject.ts";

/** What `show` found. */
export interface ShowResult<F extends Feature, C> {
  /** In the order of the ids; those that failed are left out. */
  readonly results: C;
  readonly failed: readonly Failure<IdOr<F>>[];
}

/** Fetches features by their ids, one request each: what `show` of each API is. */
export function showAll<M extends Mode, F extends Feature, C>(
  calls: HeliosCalls<M>,
  resource: Resource<F, C>,
  ids: IdsOr<F>,
  options: BatchOptions,
): In<ShowResult<F, C>>[M] {
  const pathOf = (id: IdOr<F>): string => `${resource.path}/${endpoint`${idOf(id, "id")}`}`;
  function* show(id: IdOr<F>): Flow<{ feature: F; bytes: number }> {
    const { timeout, deadline } = options;
    const response = yield* calls.get<unknown>(pathOf(id), { timeout, deadline, patient: true });
    return { feature: resource.feature(readObject(response)), bytes: response.content.length };
  }
  return runBatch(calls, options, function* (batch) {
    const urlOf = (id: IdOr<F>): string => `${calls.apiUrl}/${pathOf(id)}`;
    const work = { method: "GET", cid: calls.cid, urlOf, make: show };
    const { succeeded, failed } = yield* itemBatch(idsOf(ids, "id"), work, batch);
    return { results: resource.collect(succeeded.map(({ feature }) => feature)), failed };
  });
}
