import { createHash } from "node:crypto";
import { cities, stateOfCode } from "../geo/cities.ts";
import { stateAt } from "../geo/outlines.ts";
import { boxOf, distance, insideRing, type Position, travel } from "../geo/shapes.ts";
import { type ActiveCell, activeAt, type Cell } from "../weather/cells.ts";
import { temperatureAt } from "../weather/climate.ts";
import { type AlertEvent, alertEvents } from "./alertEvents.ts";

const hour = 3_600_000;
/** Alerts are issued, and replaced, every three hours of a cell's life. */
export const term: number = 3 * hour;
const bearings = Array.from({ length: 12 }, (_, i) => i * 30);

/** An alert about one patch of weather. */
export interface Alert {
  id: string;
  ring: readonly Position[];
  effective: number;
  expires: number;
  states: readonly string[];
  area: string;
  headline: string;
  event: AlertEvent;
  cell: Cell;
  centre: Position;
}

const codeOf = new Map([...stateOfCode].map(([code, state]) => [state, code]));
const round = ([x, y]: Position): Position => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000];

/** The area of an alert: somewhat longer along the cell's way than across it. */
function ringOf({ cell, centre }: ActiveCell): Position[] {
  const cornerAt = (turn: number) => {
    const stretch = 1 + 0.35 * Math.cos((turn * Math.PI) / 90);
    return round(travel(centre, cell.bearing + turn, cell.radius * 0.8 * stretch));
  };
  return [...bearings.map(cornerAt), cornerAt(0)];
}

function areaOf(ring: readonly Position[], centre: Position, home: string): string {
  const inside = cities.filter(({ position }) => insideRing(position, ring));
  const named = inside
    .toSorted((a, b) => b.size - a.size || distance(a.position, centre) - distance(b.position, centre))
    .slice(0, 5)
    .map(({ name }) => name);
  return named.length > 0 ? named.join("; ") : `Rural ${home}`;
}

const fits = (event: AlertEvent, { cell, strength }: ActiveCell, temperature: number) =>
  event.kind === cell.kind &&
  strength >= event.from &&
  strength < event.until &&
  temperature > event.warmerThan &&
  temperature <= event.colderThan;

function idOf(event: AlertEvent, { kind, spell, index }: Cell, count: number, code: string, seed: number): string {
  const source = [
    code,
    kind === "storm" ? "S" : "F",
    spell.toString(16).toUpperCase(),
    index.toString(16).toUpperCase().padStart(2, "0"),
  ].join("");
  const digest = createHash("md5").update(`${seed} ${source} ${event.event} ${count}`).digest("hex");
  return `${source}.${event.event.replaceAll(" ", "")}.${count}.${event.origin.toUpperCase()}.${digest}`;
}

/** The alerts in force about a cell at a time; none while its centre is at sea or abroad. */
export function alertsAbout(seed: number, cell: Cell, time: number): Alert[] {
  const count = Math.floor((time - cell.born) / term);
  const effective = cell.born + count * term;
  const expires = effective + term;
  const active = activeAt(cell, cell.born + (count + 0.5) * term);
  const home = active && stateAt(active.centre);
  if (active === undefined || home === undefined) return [];
  const temperature = temperatureAt(seed, active.centre, effective);
  const events = alertEvents.filter((event) => fits(event, active, temperature));
  if (events.length === 0) return [];
  const ring = ringOf(active);
  const states = [...new Set([home, ...ring.flatMap((corner) => stateAt(corner) ?? [])])];
  const area = areaOf(ring, active.centre, home);
  return events.map((event) => ({
    id: idOf(event, cell, count, codeOf.get(home) ?? "US", seed),
    ring,
    effective,
    expires,
    states,
    area,
    headline: `${event.event} for ${area} until ${new Date(expires).toISOString().slice(0, 16)}Z`,
    event,
    cell,
    centre: active.centre,
  }));
}

/** The GeoJSON feature of an alert, as the API writes it. */
export function alertFeature({ event, cell, ...alert }: Alert): object {
  const moves = event.kind === "storm" && event.urgency === "Immediate";
  const [effective, expires] = [new Date(alert.effective).toISOString(), new Date(alert.expires).toISOString()];
  return {
    type: "Feature",
    id: alert.id,
    bbox: boxOf(alert.ring),
    geometry: { type: "Polygon", coordinates: [alert.ring] },
    properties: {
      origin: event.origin,
      event: event.event,
      category: "Met",
      headline: alert.headline,
      description: `${event.event}: ${event.hazard}, in and around ${alert.area}.`,
      areaDesc: alert.area,
      states: alert.states,
      country: "United States",
      effective,
      expires,
      updated: effective,
      urgency: event.urgency,
      severity: event.severity,
      certainty: event.certainty,
      status: "Actual",
      ...(moves && { tracking_line: trackOf(cell, alert.centre, effective) }),
    },
  };
}

function trackOf(cell: Cell, centre: Position, effective: string): object {
  const ends = [round(centre), round(travel(centre, cell.bearing, cell.speed))];
  return {
    time: `${effective.slice(11, 13)}${effective.slice(14, 16)}Z`,
    // Meteorologists say where weather comes from; velocity is in knots.
    azimuth: Math.round((cell.bearing + 180) % 360),
    velocity: Math.round(cell.speed / 1.852),
    geometry: { type: "LineString", coordinates: ends },
  };
}
