import { findCameras } from "../cameras/findCameras.ts";
import { instantOf } from "../http/instant.ts";
import type { Parameters } from "../http/parameters.ts";
import { Problem } from "../http/problem.ts";
import { step } from "../weather/weather.ts";
import { archiveStart, latestStep, type World } from "../world.ts";
import { allMatches, filteredMatches, type Matches, type Span } from "./matches.ts";
import { sensorFilters } from "./sensorFilters.ts";

const day = 86_400_000;
const rememberedSearches = 32;
/** A search by sensor reads the weather of every camera and step: about 5 µs each. */
const mostReadings = 1_000_000;

/**
 * The span that `time_min` and `time_max` ask for, both included, within the archive. Without `time_max` it ends now;
 * without `time_min` it is the 24 hours before its end.
 */
function spanOf({ clock }: World, parameters: Parameters): Span {
  const latest = latestStep(clock);
  const end = instantOf(parameters, "time_max") ?? latest;
  const start = instantOf(parameters, "time_min") ?? end - day + 1;
  return {
    first: Math.max(archiveStart, Math.ceil(start / step) * step),
    last: Math.min(latest, Math.floor(end / step) * step),
  };
}

const notPartOfTheSearch = new Set([
  "limit",
  "skip",
  "aggs",
  "access_token",
  "time_min",
  "time_max",
  "sort",
  "sort_dir",
]);

/** What tells one search from another: its pages share the answer. */
function keyOf(parameters: Parameters, { first, last }: Span): string {
  const asked = parameters.entries().filter(([name]) => !notPartOfTheSearch.has(name));
  return JSON.stringify([first, last, asked.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

async function search({ db, weather }: World, parameters: Parameters, span: Span): Promise<Matches> {
  const filters = sensorFilters(parameters);
  const cameras = await findCameras(db, parameters);
  const all = allMatches(cameras, span);
  if (filters.length === 0 || all.total === 0) return all;
  if (all.total > mostReadings) {
    throw new Problem(
      400,
      "too_broad",
      `A search by sensor may look at ${mostReadings} observations at most, this one at ${all.total}: narrow its time or its place.`,
    );
  }
  return filteredMatches(weather, cameras, span, filters);
}

/** Searches observations; the answers of the last 32 searches are kept for their other pages. */
export function observationSearch(world: World): (parameters: Parameters) => Promise<Matches> {
  const remembered = new Map<string, Promise<Matches>>();
  return (parameters) => {
    const span = spanOf(world, parameters);
    const key = keyOf(parameters, span);
    const known = remembered.get(key);
    if (known) return known;
    const found = search(world, parameters, span);
    remembered.set(key, found);
    found.catch(() => remembered.delete(key));
    const oldest = remembered.keys().next().value;
    if (remembered.size > rememberedSearches && oldest !== undefined) remembered.delete(oldest);
    return found;
  };
}
