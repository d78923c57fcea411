import { UsageError } from "../errors/usageError.ts";
import { type Checked, checkOptions, type Shape } from "./checkOptions.ts";
import { describeValue } from "./describeValue.ts";
import { isAbortSignal } from "./isAbortSignal.ts";

/**
 * Says what one option may be: returns the value to use, or throws a UsageError that names `option`. It is also asked
 * about options that are not there, with `undefined`.
 */
export type OptionCheck<T> = (value: unknown, option: string) => T;

/** What every check may be told. */
export interface CheckSettings {
  /** Never show the value in an error. Default: false. */
  readonly secret?: boolean | undefined;
}

/**
 * The check that the others are made of: any value for which `test` holds, or `undefined`.
 *
 * @param allowed - ends the sentence "timeout must be …"
 */
export function matching<T>(
  allowed: string,
  test: (value: unknown) => value is T,
  settings: CheckSettings = {},
): OptionCheck<T | undefined> {
  return (value, option) => {
    if (value === undefined || test(value)) return value;
    const shown = settings.secret === true ? "" : `, not ${describeValue(value)}`;
    throw new UsageError("option", `${option} must be ${allowed}${shown}.`);
  };
}

/** Bounds of a number, both included. */
export interface NumberSettings extends CheckSettings {
  readonly min: number;
  readonly max: number;
  /** Whole numbers only. Default: false. */
  readonly integer?: boolean | undefined;
}

/** A finite number from `min` to `max`. */
export function number(settings: NumberSettings): OptionCheck<number | undefined> {
  const { min, max, integer = false } = settings;
  const test = (value: unknown): value is number =>
    Number.isFinite(value) && Number(value) >= min && Number(value) <= max && (!integer || Number.isInteger(value));
  const bounds = Number.isFinite(max) ? `from ${min} to ${max}` : `of at least ${min}`;
  return matching(`a ${integer ? "whole " : ""}number ${bounds}`, test, settings);
}

/** `true` or `false`. */
export function boolean(): OptionCheck<boolean | undefined> {
  return matching("true or false", (value) => typeof value === "boolean");
}

/** A string that is not empty. */
export function text(settings: CheckSettings = {}): OptionCheck<string | undefined> {
  return matching("a string that is not empty", isText, settings);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** A function of type F; only that it is a function can be checked. */
export function callable<F extends (...args: never[]) => unknown>(): OptionCheck<F | undefined> {
  return matching("a function", (value): value is F => typeof value === "function");
}

/** A signal, for those who listen to it themselves; one that ends a flow is looked at where flows are run. */
export function abortSignal(): OptionCheck<AbortSignal | undefined> {
  return matching("an AbortSignal", isAbortSignal);
}

/** One of the strings listed. */
export function oneOf<const T extends string>(...values: readonly T[]): OptionCheck<T | undefined> {
  const allowed = values.map((value) => `"${value}"`).join(" or ");
  return matching(allowed, (value): value is T => values.some((candidate) => candidate === value));
}

/** Options within an option: its errors name "limits.maxConnections". */
export function nested<S extends Shape>(shape: S): OptionCheck<Checked<S> | undefined> {
  return (value, option) => (value === undefined ? undefined : checkOptions(value, shape, option));
}

/** The same check for an option that must be there. */
export function required<T>(check: OptionCheck<T | undefined>): OptionCheck<T> {
  return (value, option) => {
    const checked = check(value, option);
    if (checked !== undefined) return checked;
    throw new UsageError("option", `${option} is missing.`);
  };
}

/** The same check with a value for an option that is not there. */
export function defaulting<T>(check: OptionCheck<T | undefined>, fallback: T): OptionCheck<T> {
  return (value, option) => check(value, option) ?? fallback;
}
