import type { FieldNames } from "./fieldNames.ts";

/** A pair as a place gave it. */
export interface Pair {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiUrl: string | undefined;
}

/** A pair, or what is wrong with what is there; neither when nothing is there. */
export interface PairReading {
  readonly pair?: Pair;
  readonly problem?: string;
}

/**
 * Reads a pair by its names. White space around a value is taken for an accident; an empty value or `null` counts as
 * not there. No value appears in a problem: it might be the secret, put under the wrong name.
 */
export function readPair(lookUp: (name: string) => unknown, { id, secret, url }: FieldNames): PairReading {
  const values = new Map<string, string | undefined>();
  for (const name of [id, secret, url]) {
    const value = lookUp(name) ?? "";
    if (typeof value !== "string") return { problem: `${name} must be a string, not ${kindOf(value)}` };
    values.set(name, value.trim() === "" ? undefined : value.trim());
  }
  const clientId = values.get(id);
  const clientSecret = values.get(secret);
  if (clientId === undefined && clientSecret === undefined) return {};
  if (clientId === undefined) return { problem: `${secret} is there and ${id} is not` };
  if (clientSecret === undefined) return { problem: `${id} is there and ${secret} is not` };
  return { pair: { clientId, clientSecret, apiUrl: values.get(url) } };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
