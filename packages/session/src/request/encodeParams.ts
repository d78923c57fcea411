import { UsageError } from "../errors/usageError.ts";

/** One value of a query or form: numbers must be finite, dates are sent in ISO 8601. */
export type ParamValue = string | number | bigint | boolean | Date;

/**
 * Names and values of a query or form. `undefined` leaves a name out; an array repeats its name, once for each value.
 * There is no `null`: clients disagree on what it means (nothing, an empty value, the word), so it is an error here.
 */
export type Params =
  | Readonly<Record<string, ParamValue | readonly (ParamValue | undefined)[] | undefined>>
  | URLSearchParams;

/** @throws UsageError (`option`) for what has no names and values; those are looked at when they are encoded. */
export function assertParams(params: unknown, option: string): asserts params is Params {
  if (params instanceof URLSearchParams) return;
  if (typeof params === "object" && params !== null && !(Symbol.iterator in params)) return;
  throw new UsageError("option", `${option} must be an object or URLSearchParams.`, {
    hint: `For example ${option}: { limit: 10, tag: ["a", "b"] }.`,
  });
}

/**
 * Params as text pairs, in order.
 *
 * @param option - name of the option for error messages
 * @throws UsageError (`option`) naming the parameter, never its value
 */
export function listParams(params: Params, option: string): [name: string, value: string][] {
  assertParams(params, option);
  if (params instanceof URLSearchParams) return [...params];
  const pairs: [string, string][] = [];
  for (const name of Object.keys(params)) {
    const given: unknown = params[name];
    for (const value of Array.isArray(given) ? given : [given]) {
      if (value !== undefined) pairs.push([name, paramText(value, `${option}.${name}`)]);
    }
  }
  return pairs;
}

/**
 * Params as `application/x-www-form-urlencoded` text without a leading "?", empty when there are none.
 *
 * @example
 * encodeParams({ state: "New York", id: [1, 2], page: undefined })   // "state=New+York&id=1&id=2"
 *
 * @throws UsageError (`option`) for null, NaN, Infinity, invalid dates, objects and functions
 * @see https://url.spec.whatwg.org/#urlencoded-serializing
 */
export function encodeParams(params: Params, option: string = "params"): string {
  return new URLSearchParams(listParams(params, option)).toString();
}

function paramText(value: unknown, option: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") {
    if (Number.isFinite(value)) return String(value);
    throw new UsageError("option", `${option} must be finite, not ${value}.`);
  }
  if (value instanceof Date) {
    if (Number.isFinite(value.getTime())) return value.toISOString();
    throw new UsageError("option", `${option} is an invalid date.`);
  }
  throw new UsageError("option", `${option} must be a string, number, bigint, boolean or Date.`, {
    hint: value === null ? 'Leave it out (or undefined) to send nothing, or pass "" for an empty value.' : undefined,
  });
}
