import { UsageError } from "@latchkey/session";
import { Feature } from "../features/feature.ts";
import { FeatureCollection } from "../features/featureCollection.ts";

/** An id, or a feature that has one. */
export type IdOr<F extends Feature> = string | F;

/** One feature or several, by their ids or themselves; or a collection of them, as a search finds it. */
export type IdsOr<F extends Feature> = IdOr<F> | readonly IdOr<F>[] | FeatureCollection<F>;

/**
 * The id that a caller means.
 *
 * @param kind - what it is the id of, for the error
 * @throws UsageError (`option`) for anything but text and features
 */
export function idOf(value: unknown, kind: string): string {
  const id = value instanceof Feature ? value.id : value;
  if (typeof id === "string" && id !== "") return id;
  throw new UsageError("option", `The ${kind} must be an id, or a feature that has one.`, {
    hint: "Ids are text, such as the `id` of a feature.",
  });
}

/**
 * One or several features, as a list.
 *
 * @throws UsageError (`option`) for nothing at all
 */
export function idsOf<F extends Feature>(given: IdsOr<F>, kind: string): readonly IdOr<F>[] {
  return given instanceof FeatureCollection ? given.features : listOf<IdOr<F>>(given, kind);
}

/**
 * One or several, as a list.
 *
 * @throws UsageError (`option`) for nothing at all
 */
export function listOf<T>(given: T | readonly T[], kind: string): readonly T[] {
  if (given !== undefined && given !== null) return isList(given) ? given : [given];
  throw new UsageError("option", `The ${kind} is missing: give one, or a list.`);
}

function isList<T>(given: T | readonly T[]): given is readonly T[] {
  return Array.isArray(given);
}
