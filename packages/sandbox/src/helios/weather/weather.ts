import type { Position } from "../geo/shapes.ts";
import { type ActiveCell, type Cell, cellsAt } from "./cells.ts";
import { temperatureAt } from "./climate.ts";
import { noise2, noise3 } from "./noise.ts";

/** Ten minutes: the step in which the world is observed. */
export const step = 600_000;

/** The weather at one place and time. */
export interface Weather {
  /** °C. */
  temperature: number;
  /** Millimetres of water per hour, as rain or as snow. */
  precipitation: number;
  snowing: boolean;
  /** Miles, at most 10. */
  visibility: number;
  /** Water that stands on a road: 0 dry, about 1 moist, 3 wet, from 12 on ponding. */
  wetness: number;
  /** Snow that lies on a road: 0 none, from 1 on patches, from 4 on all of it. */
  snow: number;
}

/** A world's weather: a pure function of its seed, a place and a time. */
export interface WeatherModel {
  seed: number;
  at(place: Position, time: number): Weather;
  /** Share of the sky that is covered, 0 to 1. */
  cloud(place: Position, time: number): number;
  cells(time: number): CellsByKind;
}

type CellsByKind = Readonly<Record<Cell["kind"], readonly ActiveCell[]>>;

const latitudeReach = 2.2 / 111.195;
const longitudeReach = latitudeReach / Math.cos((66 * Math.PI) / 180);
const rememberedSteps = 2048;

/** How much of a cell's strength reaches a place: 1 at its centre, nothing from 2.2 radii on. */
function reach({ cell, centre }: ActiveCell, place: Position): number {
  const dy = place[1] - centre[1];
  if (Math.abs(dy) > cell.radius * latitudeReach) return 0;
  if (Math.abs(place[0] - centre[0]) > cell.radius * longitudeReach) return 0;
  const dx = (place[0] - centre[0]) * Math.cos((place[1] * Math.PI) / 180);
  const ratio = ((dx * dx + dy * dy) * 111.195 ** 2) / (cell.radius * cell.radius);
  return ratio > 4.8 ? 0 : Math.exp(-ratio);
}

/** Builds the weather of a seed. Cells of recent steps are remembered, because neighbours in time and space share them. */
export function weatherModel(seed: number): WeatherModel {
  const remembered = new Map<number, CellsByKind>();

  function cells(time: number): CellsByKind {
    const known = remembered.get(time);
    if (known) return known;
    const all = cellsAt(seed, time);
    const of = (kind: Cell["kind"]) => all.filter((active) => active.cell.kind === kind);
    const found = { storm: of("storm"), fog: of("fog") };
    if (remembered.size >= rememberedSteps) remembered.clear();
    remembered.set(time, found);
    return found;
  }

  function sumOf(kind: "storm" | "fog", place: Position, time: number): number {
    let sum = 0;
    for (const active of cells(time)[kind]) sum += active.strength * reach(active, place);
    return sum;
  }

  function precipitationAt(place: Position, time: number): number {
    const sum = sumOf("storm", place, time);
    if (sum < 0.05) return 0;
    // Bands of rain, about 20 km wide, drifting to the east.
    const band = noise3(seed, place[0] * 4 - time / 4_000_000, place[1] * 5, time / 5_400_000);
    return Math.max(0, sum * (0.25 + 1.5 * band) - 0.15);
  }

  /** Precipitation of the hours before, each step back counting a little less. */
  function lying(place: Position, time: number, steps: number, stride: number, keep: number): number {
    let [sum, weight] = [0, 1];
    for (let i = 0; i < steps; i++, weight *= keep) {
      sum += precipitationAt(place, time - i * stride * step) * weight;
    }
    return sum;
  }

  function visibilityAt(place: Position, time: number, falling: number, snowing: boolean): number {
    const bank = sumOf("fog", place, time);
    const fog = bank === 0 ? 0 : Math.min(1.2, bank * (0.7 + 0.6 * noise2(seed ^ 77, place[0] * 3, place[1] * 3)));
    const clear = 10 * 0.011 ** Math.max(0, fog - 0.12);
    return Math.min(10, clear / (1 + falling * (snowing ? 5 : 0.4)));
  }

  function at(place: Position, time: number): Weather {
    const temperature = temperatureAt(seed, place, time);
    const precipitation = precipitationAt(place, time);
    const freezing = temperature < 0.5;
    const snowing = freezing && precipitation > 0;
    return {
      temperature,
      precipitation,
      snowing,
      visibility: visibilityAt(place, time, precipitation, snowing),
      wetness: freezing ? 0 : lying(place, time, 6, 2, 0.68),
      snow: freezing ? lying(place, time, 7, 9, 0.93) * 1.1 : 0,
    };
  }

  function cloud(place: Position, time: number): number {
    const broken = noise3(seed ^ 99, place[0] / 3 - time / 3e7, place[1] / 3, time / 2e7);
    return Math.min(1, Math.max(0, broken * 1.7 - 0.45) + sumOf("storm", place, time) * 0.8);
  }

  return { seed, at, cloud, cells };
}
