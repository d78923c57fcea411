import { UsageError } from "@latchkey/session";

/** So many requests in any stretch of time of this length. */
export interface Rate {
  readonly limit: number;
  /** ms. */
  readonly window: number;
}

const WINDOWS: ReadonlyMap<string, number> = new Map([
  ["s", 1_000],
  ["sec", 1_000],
  ["min", 60_000],
  ["h", 3_600_000],
  ["hour", 3_600_000],
  ["day", 86_400_000],
]);

/**
 * Reads a rate.
 *
 * @throws UsageError (`option`) for anything else
 *
 * @example
 * parseRate("300/min") // { limit: 300, window: 60_000 }
 */
export function parseRate(text: unknown, option: string): Rate {
  const [, limit = "", unit = ""] = typeof text === "string" ? (/^(\d{1,9})\/(\w+)$/.exec(text) ?? []) : [];
  const window = WINDOWS.get(unit);
  if (window !== undefined && Number(limit) > 0) return { limit: Number(limit), window };
  throw new UsageError("option", `${option} must be a number of requests and a time, such as "300/min".`, {
    hint: `Times: ${[...WINDOWS.keys()].join(", ")}.`,
  });
}
