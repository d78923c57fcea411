import { createHash } from "node:crypto";
import { type City, cities } from "../geo/cities.ts";
import { stateAt } from "../geo/outlines.ts";
import { distance, type Position, travel } from "../geo/shapes.ts";
import { between, chance, mix, pick, textNumber } from "../weather/dice.ts";
import type { Camera } from "./camera.ts";
import { landmarks } from "./landmarks.ts";

const camerasBySize = [0, 3, 6, 12, 22, 40];
const crossroads = [
  "Oak Rd",
  "Main St",
  "Cox Rd",
  "Mill Rd",
  "Airport Rd",
  "Ridge Ave",
  "Park Ave",
  "Lake Dr",
  "River Rd",
  "College Ave",
  "Church St",
  "Industrial Blvd",
  "Cedar Ln",
  "Washington St",
  "Market St",
  "Union Ave",
  "Hill Rd",
  "Depot St",
];
const across = ["east", "west"] as const;
const along = ["north", "south"] as const;
const bounds: Record<string, string> = { north: "NB", south: "SB", east: "EB", west: "WB" };

/** The area that a city belongs to, named after it or a larger neighbour, as broadcasters do. */
function regionOf(city: City): string {
  const near = cities.filter((other) => other.code === city.code && distance(other.position, city.position) < 110);
  const largest = near.toSorted((a, b) => b.size - a.size || a.name.localeCompare(b.name, "en"));
  return `${largest
    .slice(0, 2)
    .map((one) => one.name)
    .join("-")}, ${city.code}`;
}

/** Ids follow what providers are known to use: plain numbers, two numbers, a digest, an underscore in the middle. */
function idOf(city: City, count: number): string {
  const number = 10_000 + ((count * 7919 + textNumber(city.code)) % 89_999);
  if (city.code === "CO") return `CODOT-${number}-${10_000 + ((count * 6007) % 89_999)}`;
  if (city.code === "FL") return `FLDOT-${createHash("md5").update(`${number}`).digest("hex").toUpperCase()}`;
  if (city.code === "TX") return `TXDOT_${city.name.replace(/\W/g, "").slice(0, 3).toUpperCase()}-${number}`;
  return `${city.code}DOT-${number}`;
}

/** A spot on a road through the city, within its state. */
function spotOn(seed: number, city: City, road: string, k: number): { position: Position; northern: boolean } {
  const cityNumber = textNumber(`${city.name}, ${city.code}`);
  // Odd highways of the United States run north and south, even ones east and west.
  const northern = Number(/\d+$/.exec(road)?.[0] ?? 0) % 2 === 1;
  const bearing = (northern ? 0 : 90) + between(-30, 30, seed, cityNumber, textNumber(road));
  const aside = between(-1, 1, seed, cityNumber, textNumber(road), 1) * city.size;
  for (let attempt = 0; attempt < 6; attempt++) {
    const far = between(-1, 1, seed, cityNumber, k, attempt) * (3 + city.size * 4);
    const position = travel(travel(city.position, bearing + 90, aside), bearing, far);
    if (stateAt(position) === city.state) return { position: round(position), northern };
  }
  return { position: round(travel(city.position, bearing, k * 0.05)), northern };
}

const round = ([x, y]: Position): Position => [Math.round(x * 1e6) / 1e6, Math.round(y * 1e6) / 1e6];

function camerasOf(seed: number, city: City, countBefore: number): Omit<Camera, "ordinal">[] {
  const cityNumber = textNumber(`${city.name}, ${city.code}`);
  const region = regionOf(city);
  return Array.from({ length: camerasBySize[city.size] ?? 0 }, (_, k) => {
    const road = city.roads[k % city.roads.length] ?? "";
    const { position, northern } = spotOn(seed, city, road, k);
    const direction = pick(northern ? along : across, seed, cityNumber, k, 2);
    const mile = 4 + (mix(cityNumber, textNumber(road)) % 260) + (mix(seed, cityNumber, k) % 30);
    const isInterstate = road.startsWith("I-");
    return {
      id: idOf(city, countBefore + k + 1),
      position,
      city: city.name,
      state: city.state,
      country: "United States",
      region,
      provider: `${city.code} DOT`,
      description: isInterstate
        ? `${road} / MM ${mile} / ${bounds[direction]}`
        : `${road} at ${pick(crossroads, seed, cityNumber, k, 3)}`,
      direction,
      video: chance(seed, cityNumber, k, 4) < 0.4,
    };
  });
}

/** All cameras of a world: the landmarks first, then those around every city, ids in the order of the gazetteer. */
export function placeCameras(seed: number): Camera[] {
  const placed: Omit<Camera, "ordinal">[] = [...landmarks];
  const perState = new Map<string, number>();
  const taken = new Set(landmarks.map((camera) => camera.id));
  for (const city of cities) {
    const before = perState.get(city.code) ?? 0;
    const fresh = camerasOf(seed, city, before);
    perState.set(city.code, before + fresh.length);
    placed.push(...fresh.filter((camera) => !taken.has(camera.id)));
  }
  return placed.map((camera, ordinal) => ({ ordinal, ...camera }));
}
