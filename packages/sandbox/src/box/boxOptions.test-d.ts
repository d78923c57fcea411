import type { HeliosOptions } from "../helios/startHelios.ts";
import type { BoxOptions } from "./boxOptions.ts";
import type { FaultMatch, FaultPlan } from "./faultPlan.ts";

// Compiled, never run: under `exactOptionalPropertyTypes` an option that is not there may be given as `undefined`.

/** Options that may be left out and may not be `undefined`. */
type Strict<T> = T extends object
  ? { [K in keyof T]-?: object extends Pick<T, K> ? (undefined extends Required<T>[K] ? never : K) : never }[keyof T]
  : never;

declare function none<T>(...proof: [Strict<T>] extends [never] ? [] : [strict: Strict<T>]): void;

export function options(): void {
  none<BoxOptions>();
  none<HeliosOptions>();
  none<FaultPlan>();
  none<FaultMatch>();
  // @ts-expect-error -- Found where there is one.
  none<{ one: string; other?: string }>();
}
