import type { Box, Position } from "../geo/shapes.ts";
import { travel } from "../geo/shapes.ts";
import { between, chance } from "./dice.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** A patch of weather that is born, drifts, and dies: rain and snow come from storms, morning fog from fog banks. */
export interface Cell {
  kind: "storm" | "fog";
  /** Six-hour spell (storms) or day (fog) since 1970 in which it is born, and its place in that spell's list. */
  spell: number;
  index: number;
  born: number;
  life: number;
  origin: Position;
  /** Degrees clockwise from north. */
  bearing: number;
  /** Kilometres per hour. */
  speed: number;
  /** Kilometres from the centre to where it has faded to a third. */
  radius: number;
  /** Millimetres per hour at the centre of a storm; 0 to 1 for fog. */
  peak: number;
}

/** A cell at one moment. */
export interface ActiveCell {
  cell: Cell;
  centre: Position;
  /** `peak`, as grown or faded at this moment. */
  strength: number;
}

const mainland: Box = [-125, 25, -67, 49.5];
const outliers: readonly Box[] = [
  [-160, 19, -155, 22],
  [-152, 58, -134, 65],
];
const spellLength = { storm: 6 * hour, fog: day };
const perSpell = { storm: 9, fog: 30 };
const longestLife = { storm: 30 * hour, fog: 12 * hour };
const salt = { storm: 11, fog: 23 };

function placeOf(seed: number, n: number, index: number): Position {
  const box = index % 9 === 8 ? (outliers[(index / 9) & 1] ?? mainland) : mainland;
  return [between(box[0], box[2], seed, n, 1), between(box[1], box[3], seed, n, 2)];
}

/** Whole minutes: alerts, which end and begin with a cell's terms, are written that way. */
const minutes = (time: number) => Math.round(time / 60_000) * 60_000;

/** The `index`-th cell of a spell: the same for ever in one world. */
export function cellOf(worldSeed: number, kind: Cell["kind"], spell: number, index: number): Cell {
  const seed = worldSeed ^ (salt[kind] * 7919);
  const n = spell * 64 + index;
  const origin = placeOf(seed, n, index);
  const start = spell * spellLength[kind];
  const roll = (low: number, high: number, which: number) => between(low, high, seed, n, which);
  if (kind === "fog") {
    // Fog forms in the last hours of the local night: 8 to 11 in UTC on the Atlantic, later to the west.
    const born = minutes(start + roll(1, 5, 3) * hour - (origin[0] / 15) * hour);
    const [life, radius] = [roll(5, 10, 4) * hour, roll(60, 190, 5)];
    return {
      kind,
      spell,
      index,
      born,
      life,
      origin,
      bearing: roll(0, 360, 6),
      speed: 4,
      radius,
      peak: roll(0.35, 1.1, 7),
    };
  }
  const strong = chance(seed, n, 8) < 0.3;
  const peak = strong ? roll(7, 22, 7) : roll(1.5, 7, 7);
  const radius = strong ? roll(60, 140, 5) : roll(110, 280, 5);
  const [born, life] = [minutes(start + roll(0, 6, 3) * hour), roll(10, 30, 4) * hour];
  return { kind, spell, index, born, life, origin, bearing: roll(35, 120, 6), speed: roll(18, 55, 9), radius, peak };
}

/** Where a cell is at a time, and how strong; `undefined` outside its life. */
export function activeAt(cell: Cell, time: number): ActiveCell | undefined {
  const age = time - cell.born;
  if (age < 0 || age > cell.life) return undefined;
  const centre = travel(cell.origin, cell.bearing, (cell.speed * age) / hour);
  return { cell, centre, strength: cell.peak * Math.sin((Math.PI * age) / cell.life) ** 0.7 };
}

/** All cells that are alive at a time. */
export function cellsAt(seed: number, time: number): ActiveCell[] {
  const active: ActiveCell[] = [];
  for (const kind of ["storm", "fog"] as const) {
    const last = Math.floor(time / spellLength[kind]);
    // A cell may be born up to a day after its spell's start: western fog, counted in UTC days.
    const first = Math.floor((time - longestLife[kind] - day) / spellLength[kind]);
    for (let spell = first; spell <= last; spell++) {
      for (let index = 0; index < perSpell[kind]; index++) {
        const found = activeAt(cellOf(seed, kind, spell, index), time);
        if (found) active.push(found);
      }
    }
  }
  return active;
}
