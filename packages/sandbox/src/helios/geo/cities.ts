import { gazetteer } from "./gazetteer.ts";
import type { Position } from "./shapes.ts";

/** A city of the sandbox's world. `size` runs from 1 (a town) to 5 (a metropolis). */
export interface City {
  name: string;
  state: string;
  code: string;
  position: Position;
  size: number;
  roads: readonly string[];
}

function cityOf(text: string, state: string, code: string, roads: readonly string[]): City {
  const parts = text.trim().split(" ");
  const [latitude, longitude, size] = parts.splice(-3).map(Number);
  if (latitude === undefined || longitude === undefined || size === undefined) throw new Error(`bad city: ${text}`);
  return { name: parts.join(" "), state, code, position: [longitude, latitude], size, roads };
}

/** Every city the world knows, over all states, in the gazetteer's order. */
export const cities: readonly City[] = gazetteer
  .trim()
  .split("\n")
  .flatMap((line) => {
    const [state = "", code = "", roads = "", list = ""] = line.split("|");
    return list.split(",").map((text) => cityOf(text, state, code, roads.split(" ")));
  });

/** The name of the state with a postal code, e.g. `VA` → `Virginia`. */
export const stateOfCode: ReadonlyMap<string, string> = new Map(cities.map((city) => [city.code, city.state]));
