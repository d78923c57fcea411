import { UsageError } from "../errors/usageError.ts";
import { describeValue } from "./describeValue.ts";
import { nearestName } from "./nearestName.ts";
import type { OptionCheck } from "./optionChecks.ts";

/** The options that something takes, and what each may be. */
export type Shape = Readonly<Record<string, OptionCheck<unknown>>>;

/** The options as they come out of {@link checkOptions}. */
export type Checked<S extends Shape> = { readonly [K in keyof S]: ReturnType<S[K]> };

/**
 * Checks options against a shape and copies them into a frozen object, in which every option of the shape is an own
 * property (`undefined` where neither caller nor shape has a value). Only own properties of `options` are read, so that
 * nothing put on `Object.prototype` becomes an option.
 *
 * @param options - what the caller passed; `undefined` counts as no options
 * @param shape - a check for each option: see optionChecks.ts
 * @param parent - name of the option that holds these, where one does
 * @throws UsageError (`option`) for an unknown name, with the nearest known one, and for a value that is not allowed
 *
 * @example
 * const shape = { timeout: defaulting(number({ min: 1, max: 3_600_000 }), 15_000), verifySsl: boolean() };
 * checkOptions({ timout: 5 }, shape);   // UsageError: There is no option "timout". Did you mean "timeout"?
 */
export function checkOptions<S extends Shape>(options: unknown, shape: S, parent?: string): Checked<S> {
  const given = options === undefined ? {} : options;
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new UsageError("option", `${parent ?? "The options"} must be an object, not ${kindOf(given)}.`);
  }
  const prefix = parent === undefined ? "" : `${parent}.`;
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(shape, name)) throw unknownOption(name, Object.keys(shape), prefix);
  }
  const checked: Record<string, unknown> = {};
  for (const [name, check] of entriesOf(shape)) {
    const value: unknown = Object.hasOwn(given, name) ? Reflect.get(given, name) : undefined;
    checked[name] = check(value, prefix + name);
  }
  // Every name of the shape was just given what its own check returned.
  return Object.freeze(checked) as Checked<S>;
}

/** Never the value itself: what stands where options belong may be a password, a body or an address with either. */
function kindOf(value: unknown): string {
  return typeof value === "object" ? describeValue(value) : `a ${typeof value}`;
}

/** Calls are checked against the same few shapes: their entries are listed once. */
const listed = new WeakMap<Shape, readonly (readonly [name: string, check: OptionCheck<unknown>])[]>();

function entriesOf(shape: Shape): readonly (readonly [name: string, check: OptionCheck<unknown>])[] {
  let entries = listed.get(shape);
  if (entries === undefined) {
    entries = Object.entries(shape);
    listed.set(shape, entries);
  }
  return entries;
}

function unknownOption(name: string, known: readonly string[], prefix: string): UsageError {
  const nearest = nearestName(name, known);
  const question = nearest === undefined ? "" : ` Did you mean "${prefix}${nearest}"?`;
  return new UsageError("option", `There is no option ${describeValue(prefix + name)}.${question}`, {
    hint: `Options: ${known.map((option) => prefix + option).join(", ")}.`,
  });
}
