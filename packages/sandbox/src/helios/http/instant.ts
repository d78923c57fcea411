import type { Parameters } from "./parameters.ts";
import { badParameter } from "./problem.ts";

const pattern =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?)?)?)?\s*(Z|[+ -]\d\d:?\d\d)?$/i;

/**
 * Milliseconds since 1970 of an ISO 8601 time. It may be partial (`2017-01`, `2018-02-10T18:00Z`) and then means the moment
 * at which that year, month, day or minute begins. No zone means UTC. A space before an offset is a `+` that its sender
 * forgot to encode.
 */
export function parseInstant(text: string): number | undefined {
  const match = pattern.exec(text.trim());
  if (!match) return undefined;
  const [, year, month = "01", day = "01", hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] =
    match;
  const time = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0").slice(0, 3)}Z`,
  );
  if (Number.isNaN(time) || new Date(time).getUTCDate() !== Number(day)) return undefined;
  if (/z/i.test(zone)) return time;
  const digits = zone.replace(/\D/g, "");
  const offset = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return time - (zone.startsWith("-") ? -offset : offset) * 60_000;
}

/** The time of a parameter. */
export function instantOf(parameters: Parameters, name: string): number | undefined {
  const text = parameters.text(name);
  if (text === undefined) return undefined;
  const time = parseInstant(text);
  if (time === undefined) throw badParameter(name, text, "give an ISO 8601 time, such as 2018-02-10T18:00Z");
  return time;
}
