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
 *
 * @example
 * ```ts
 * const isEven = (value: unknown): value is number => typeof value === "number" && value % 2 === 0;
 * const shape = { places: matching("an even number", isEven) }; // "places must be an even number, not 3."
 * ```
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

/**
 * A finite number from `min` to `max`.
 *
 * @example
 * ```ts
 * const shape = { port: number({ min: 1, max: 65_535, integer: true }) };
 * ```
 */
export function number(settings: NumberSettings): OptionCheck<number | undefined> {
  const { min, max, integer = false } = settings;
  const test = (value: unknown): value is number =>
    Number.isFinite(value) && Number(value) >= min && Number(value) <= max && (!integer || Number.isInteger(value));
  const bounds = Number.isFinite(max) ? `from ${min} to ${max}` : `of at least ${min}`;
  return matching(`a ${integer ? "whole " : ""}number ${bounds}`, test, settings);
}

/**
 * `true` or `false`.
 *
 * @example
 * ```ts
 * const shape = { verbose: defaulting(boolean(), false) };
 * ```
 */
export function boolean(): OptionCheck<boolean | undefined> {
  return matching("true or false", (value) => typeof value === "boolean");
}

/**
 * A string that is not empty.
 *
 * @example
 * ```ts
 * const shape = { password: text({ secret: true }) }; // errors do not show it
 * ```
 */
export function text(settings: CheckSettings = {}): OptionCheck<string | undefined> {
  return matching("a string that is not empty", isText, settings);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/**
 * A function of type F; only that it is a function can be checked.
 *
 * @example
 * ```ts
 * const shape = { onDone: callable<(count: number) => void>() };
 * ```
 */
export function callable<F extends (...args: never[]) => unknown>(): OptionCheck<F | undefined> {
  return matching("a function", (value): value is F => typeof value === "function");
}

/** A signal, for those who listen to it themselves; one that ends a flow is looked at where flows are run. */
export function abortSignal(): OptionCheck<AbortSignal | undefined> {
  return matching("an AbortSignal", isAbortSignal);
}

/**
 * One of the strings listed.
 *
 * @example
 * ```ts
 * const shape = { existing: oneOf("replace", "error") };
 * ```
 */
export function oneOf<const T extends string>(...values: readonly T[]): OptionCheck<T | undefined> {
  const allowed = values.map((value) => `"${value}"`).join(" or ");
  return matching(allowed, (value): value is T => values.some((candidate) => candidate === value));
}

/**
 * Options within an option: its errors name "limits.maxConnections".
 *
 * @example
 * ```ts
 * const shape = { limits: nested({ maxItems: number({ min: 1, max: 1_000 }) }) }; // "limits.maxItems must be …"
 * ```
 */
export function nested<S extends Shape>(shape: S): OptionCheck<Checked<S> | undefined> {
  return (value, option) => (value === undefined ? undefined : checkOptions(value, shape, option));
}

/**
 * The same check for an option that must be there.
 *
 * @example
 * ```ts
 * const shape = { name: required(text()) }; // "name is missing."
 * ```
 */
export function required<T>(check: OptionCheck<T | undefined>): OptionCheck<T> {
  return (value, option) => {
    const checked = check(value, option);
    if (checked !== undefined) return checked;
    throw new UsageError("option", `${option} is missing.`);
  };
}

/**
 * The same check with a value for an option that is not there.
 *
 * @example
 * ```ts
 * const shape = { pageSize: defaulting(number({ min: 1, max: 1_000 }), 100) };
 * ```
 */
export function defaulting<T>(check: OptionCheck<T | undefined>, fallback: T): OptionCheck<T> {
  return (value, option) => check(value, option) ?? fallback;
}
