/** Where a value came from: the first of these that has it. */
export type Origin = "flag" | "environment" | "profile" | "default";

/** A value and where it came from. */
export interface Setting<T> {
  readonly value: T;
  readonly from: Origin;
}

/** The first value that is there: flag, environment, profile, default. Empty text in the environment counts as absent. */
export function settle<T>(places: Partial<Record<Origin, T | undefined>>): Setting<T> | undefined {
  const order: readonly Origin[] = ["flag", "environment", "profile", "default"];
  for (const from of order) {
    const value = places[from];
    if (value !== undefined && !(from === "environment" && value === "")) return { value, from };
  }
  return undefined;
}
