import { setImmediate } from "node:timers/promises";
import type { Camera } from "../cameras/camera.ts";
import { step, type WeatherModel } from "../weather/weather.ts";
import { sensorsOf } from "./observation.ts";
import { accepts, type SensorFilter } from "./sensorFilters.ts";

/**
 * All observations of some cameras over some time, or those among them that pass sensor filters: newest first, cameras in
 * their own order within each step. Nothing but numbers is kept, so totals are exact and any page is at hand at once.
 */
export interface Matches {
  total: number;
  at(index: number): { camera: Camera; time: number };
  perDay(): Map<string, number>;
  perCity(): Map<string, number>;
}

/** The time of a search, both ends included and on the ten-minute grid; empty when `last` is before `first`. */
export interface Span {
  first: number;
  last: number;
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
const add = (counts: Map<string, number>, key: string, count: number) =>
  counts.set(key, (counts.get(key) ?? 0) + count);

/** Every observation of the cameras: counted, not looked at. */
export function allMatches(cameras: readonly Camera[], { first, last }: Span): Matches {
  const steps = Math.max(0, (last - first) / step + 1);
  const timeAt = (index: number) => last - Math.floor(index / cameras.length) * step;
  return {
    total: cameras.length * steps,
    // A remainder of the length is always within the list; with no cameras nobody asks.
    at: (index) => ({ camera: cameras[index % cameras.length] as Camera, time: timeAt(index) }),
    perDay() {
      const counts = new Map<string, number>();
      for (let i = 0; i < steps && cameras.length > 0; i++) add(counts, dayOf(last - i * step), cameras.length);
      return counts;
    },
    perCity() {
      const counts = new Map<string, number>();
      for (const { city } of steps > 0 ? cameras : []) add(counts, city, steps);
      return counts;
    },
  };
}

const readingsPerTurn = 4096;

/** Those of {@link allMatches} that pass the filters. Reads one camera's weather after the other, pausing in between. */
export async function filteredMatches(
  model: WeatherModel,
  cameras: readonly Camera[],
  span: Span,
  filters: readonly SensorFilter[],
): Promise<Matches> {
  const all = allMatches(cameras, span);
  const found: number[] = [];
  let readings = 0;
  for (const [place, camera] of cameras.entries()) {
    let prev = sensorsOf(model, camera, span.first - step);
    for (let time = span.first; time <= span.last; time += step) {
      const data = sensorsOf(model, camera, time);
      if (accepts(filters, data, prev)) found.push(((span.last - time) / step) * cameras.length + place);
      prev = data;
      readings += 1;
      // Other requests must not wait for a search over a whole country.
      if (readings % readingsPerTurn === 0) await setImmediate();
    }
  }
  const indices = Uint32Array.from(found).toSorted();
  const at = (index: number) => all.at(indices[index] ?? Number.NaN);
  const count = (keyOf: (match: { camera: Camera; time: number }) => string) => {
    const counts = new Map<string, number>();
    for (const index of indices) add(counts, keyOf(all.at(index)), 1);
    return counts;
  };
  return {
    total: indices.length,
    at,
    perDay: () => count(({ time }) => dayOf(time)),
    perCity: () => count(({ camera }) => camera.city),
  };
}
