import { checkOptions, number, UsageError } from "@latchkey/session";
import { describeParam } from "./describeParam.ts";
import type { Pairs } from "./pairs.ts";
import { refuse } from "./paramChecks.ts";
import type { SensorName } from "./sensorCodes.ts";

interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

interface NowAndBefore {
  readonly data?: SensorRange | undefined;
  readonly prev?: SensorRange | undefined;
}

type Without<T> = { readonly [K in keyof T]?: undefined };

/** A code, or all codes within bounds, both included. */
export type SensorRange = number | Bounds;

/** What a sensor must report: now, or now (`data`) and ten minutes before (`prev`), which finds transitions. */
export type SensorFilter = number | (Bounds & Without<NowAndBefore>) | (NowAndBefore & Without<Bounds>);

/**
 * Filters by sensor; all of them must hold. Names that are not documented are sent as they are.
 *
 * @example
 * ```ts
 * const poorNow: SensorFilters = { visibility: { data: { max: 0.2 }, prev: { min: 1 } } };
 * ```
 */
export type SensorFilters = { readonly [name in SensorName]?: SensorFilter | undefined } & {
  readonly [name: string]: SensorFilter | undefined;
};

const bound = number({ min: -1_000_000, max: 1_000_000 });

/**
 * Sensor filters as the API spells them: `sensors[visibility][data][min]=0`.
 *
 * @param value - an object, or such text, several of them joined by "&"
 * @throws UsageError (`option`) naming the filter
 */
export function sensorPairs(value: unknown, option: string): Pairs | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string") return rawPairs(value, option);
  if (!isObject(value)) throw refuse(option, "an object or text such as sensors[precip]=1", value);
  return Object.entries(value).flatMap(([name, filter]) =>
    filter === undefined ? [] : filterPairs(checkName(name, option), filter, `${option}.${name}`),
  );
}

function rawPairs(text: string, option: string): Pairs {
  const pairs = [...new URLSearchParams(text)];
  const wrong = pairs.find(([name, value]) => !/^sensors\[[^\]]+\](?:\[\w+\])*$/.test(name) || value === "");
  if (pairs.length > 0 && wrong === undefined) return pairs;
  const hint = "Join several with &; other parameters have options of their own.";
  throw refuse(option, "text such as sensors[visibility][data][min]=0", text, hint);
}

function checkName(name: string, option: string): string {
  if (/^\w+$/.test(name)) return name;
  const shown = describeParam(name);
  throw new UsageError("option", `${option}: a sensor's name holds letters, digits and "_" only, not ${shown}.`);
}

function filterPairs(name: string, filter: unknown, option: string): Pairs {
  const at = `sensors[${name}]`;
  if (typeof filter === "number") return [[at, String(checkBound(filter, option))]];
  if (!isObject(filter)) throw refuse(option, "a code, a range, or data and prev", filter);
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  if (!("data" in given) && !("prev" in given)) return rangePairs(`${at}[data]`, given, option);
  const { data, prev } = checkOptions(given, { data: anything, prev: anything }, option);
  return [...rangePairs(`${at}[data]`, data, `${option}.data`), ...rangePairs(`${at}[prev]`, prev, `${option}.prev`)];
}

/** A single code is a range too: within `data` and `prev` the API documents no other form. */
function rangePairs(at: string, range: unknown, option: string): Pairs {
  if (range === undefined) return [];
  if (typeof range === "number") return rangePairs(at, { min: range, max: range }, option);
  const { min, max } = checkOptions(range, { min: bound, max: bound }, option);
  if (min === undefined && max === undefined) throw new UsageError("option", `${option} has neither min nor max.`);
  if (min !== undefined && max !== undefined && min > max) {
    throw new UsageError("option", `${option}: min (${min}) is above max (${max}).`);
  }
  const ends = [["min", min] as const, ["max", max] as const];
  return ends.flatMap(([end, value]) => (value === undefined ? [] : [[`${at}[${end}]`, String(value)] as const]));
}

function checkBound(value: number, option: string): number {
  return bound(value, option) ?? value;
}

function anything(value: unknown): unknown {
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
