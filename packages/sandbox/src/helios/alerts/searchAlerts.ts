import { meets } from "../geo/shapes.ts";
import type { Parameters } from "../http/parameters.ts";
import { placesOf } from "../http/place.ts";
import { cellOf } from "../weather/cells.ts";
import type { World } from "../world.ts";
import { type Alert, alertsAbout, term } from "./alert.ts";

/** Every alert in force at a time. */
function alertsAt({ weather }: World, time: number): Alert[] {
  const { storm, fog } = weather.cells(time);
  return [...storm, ...fog]
    .flatMap(({ cell }) => alertsAbout(weather.seed, cell, time))
    .filter((alert) => alert.effective <= time && time < alert.expires)
    .toSorted((a, b) => b.effective - a.effective || (a.id < b.id ? -1 : 1));
}

const isOneOf = (wanted: readonly string[], values: readonly string[]) =>
  wanted.length === 0 || values.some((value) => wanted.some((one) => one.toLowerCase() === value.toLowerCase()));

const mentions = ({ headline, area, states, event }: Alert, word: string) =>
  [headline, area, event.hazard, event.origin, ...states].some((text) => text.toLowerCase().includes(word));

/** The alerts in force now that a search asks for: `q`, `event`, `state`, `country` and place; the newest first. */
export function searchAlerts(world: World, parameters: Parameters): Alert[] {
  const places = placesOf(parameters);
  const words = parameters.words("q");
  return alertsAt(world, Math.floor(world.clock.now() / 60_000) * 60_000).filter(
    (alert) =>
      isOneOf(parameters.list("event"), [alert.event.event]) &&
      isOneOf(parameters.list("state"), alert.states) &&
      isOneOf(parameters.list("country"), ["United States"]) &&
      words.every((word) => mentions(alert, word)) &&
      places.every((place) => meets(place, alert.ring)),
  );
}

const kinds = { S: "storm", F: "fog" } as const;

/** The alert with an id, in force or expired; the future is not told. */
export function findAlert({ weather, clock }: World, id: string): Alert | undefined {
  const [, letter, spell = "", index = "", count] =
    /^[A-Z]{2}([SF])([0-9A-F]{3,6})([0-9A-F]{2})\.\w+\.(\d{1,2})\./.exec(id) ?? [];
  if (letter !== "S" && letter !== "F") return undefined;
  const cell = cellOf(weather.seed, kinds[letter], Number.parseInt(spell, 16), Number.parseInt(index, 16));
  const alerts = alertsAbout(weather.seed, cell, cell.born + Number(count) * term);
  return alerts.find((alert) => alert.id === id && alert.effective <= clock.now());
}
