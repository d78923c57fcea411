import { number, type OptionCheck, UsageError } from "@latchkey/session";
import { describeParam } from "./describeParam.ts";
import { parseInstant } from "./instant.ts";

/** One value or several: the API takes either of them. */
export type OneOrMore<T> = T | readonly T[];

/** A moment: ISO 8601, which may be partial (`2018-02`), or a Date. Without a zone it is UTC. */
export type Time = string | Date;

/** Says what one search parameter may be, and how it is written on the wire. */
export type ParamCheck = OptionCheck<string | undefined>;

/** @param expected - ends the sentence "bbox must be …" */
export function refuse(option: string, expected: string, value: unknown, hint?: string): UsageError {
  return new UsageError("option", `${option} must be ${expected}, not ${describeParam(value)}.`, { hint });
}

/** Text or a list of texts, which the API takes separated by commas. */
export function textParam(): ParamCheck {
  return (value, option) => {
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) return word(value, option);
    if (value.length === 0)
      throw refuse(option, "a list that is not empty", value, "Leave it out to not search by it.");
    return value.map((item, index) => listed(word(item, `${option}[${index}]`), `${option}[${index}]`)).join(",");
  };
}

function word(value: unknown, option: string): string {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value === "string" && value.trim() !== "") return value;
  throw refuse(option, "a string that is not empty, or a number", value);
}

/** A comma within one of several values would make two of it. */
function listed(text: string, option: string): string {
  if (!text.includes(",")) return text;
  throw new UsageError("option", `${option} holds a comma, which separates the values: ${describeParam(text)}.`);
}

/** A finite number within bounds; a whole one where that is asked for. */
export function numberParam(min: number, max: number, integer: boolean = false): ParamCheck {
  const check = number({ min, max, integer });
  return (value, option) => check(value, option)?.toString();
}

/** A length: a number, or text with the unit that the API documents, such as "10mi". */
export function lengthParam(): ParamCheck {
  return (value, option) => {
    if (value === undefined) return undefined;
    if (typeof value === "number" && Number.isFinite(value) && value >= 0) return String(value);
    if (typeof value === "string" && /^\s*\d*\.?\d+\s*[a-z]*\s*$/i.test(value)) return value.trim();
    throw refuse(option, 'a number of at least 0, or one with its unit such as "10mi"', value);
  };
}

/** A moment, sent as it was written, or in ISO 8601 where it is a Date. */
export function timeParam(): ParamCheck {
  return (value, option) => (value === undefined ? undefined : timeText(value, option));
}

function timeText(value: unknown, option: string): string {
  if (typeof value === "string" && parseInstant(value) !== undefined) return value.trim();
  return new Date(instantOf(value, option)).toISOString();
}

/**
 * Milliseconds since 1970 of a time that a caller gave.
 *
 * @throws UsageError (`option`) for anything that is no time
 */
export function instantOf(value: unknown, option: string): number {
  const time = typeof value === "string" ? parseInstant(value) : value instanceof Date ? value.getTime() : undefined;
  if (time !== undefined && Number.isFinite(time)) return time;
  throw refuse(
    option,
    "an ISO 8601 time or a valid Date",
    value,
    'For example "2018-02-10T18:00Z"; without a zone it is UTC.',
  );
}
