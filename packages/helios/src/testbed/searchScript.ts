import type { CannedReply } from "@latchkey/session/testing";
import type { ApiScript } from "./apiTwins.ts";

/** A result of a scripted search. */
export interface ScriptedItem {
  readonly id: string;
  /** In ms since 1970. */
  readonly time: number;
  readonly name?: string;
}

export interface SearchScriptOptions {
  /** The largest page that the server gives. */
  readonly clamp?: number;
  /** In ms: without `time_min` only results of so long before `time_max`, or before now, are found. */
  readonly recent?: number;
  readonly now?: number;
  /** Whether the server counts what lies on `time_max` in. */
  readonly maxIncluded?: boolean;
}

/** A server with these results, in this order, and the limits of the real one; collections where the path says so. */
export function searchScript(items: readonly ScriptedItem[], options: SearchScriptOptions = {}): ApiScript {
  const { clamp = 100, recent = Number.POSITIVE_INFINITY, now = Date.now(), maxIncluded = true } = options;
  // A division asks for many pages of few spans.
  const spans = new Map<string, readonly ScriptedItem[]>();
  return ({ url, text, query: given }) => {
    const query = text === "" ? given : new URLSearchParams(text);
    const collections = url.includes("/collections");
    const axis = collections ? (query.get("sort") === "updated_at" ? "updated_at" : "created_at") : "time";
    const skip = Number(query.get("skip"));
    if (skip > 4000) return { status: 400, json: { error: { code: "invalid_parameter" } } };
    const max = bound(query.get(`${axis}_max`)) ?? Number.POSITIVE_INFINITY;
    const min = bound(query.get(`${axis}_min`)) ?? Math.min(now, max) - recent;
    const key = `${min} ${max}`;
    const found =
      spans.get(key) ?? items.filter(({ time }) => time >= min && (time < max || (maxIncluded && time === max)));
    spans.set(key, found);
    const limit = Math.min(clamp, Number(query.get("limit")));
    return envelope(found.slice(skip, skip + limit), found.length, collections);
  };
}

function bound(text: string | null): number | undefined {
  return text === null ? undefined : Date.parse(text);
}

function envelope(items: readonly ScriptedItem[], total: number, collections: boolean): CannedReply {
  if (collections) {
    const results = items.map(({ id, time, name }) => ({
      _id: id,
      name,
      created_at: iso(time),
      updated_at: iso(time),
    }));
    return { json: { results, total } };
  }
  const features = items.map(({ id, time }) => ({ type: "Feature", id, properties: { time: iso(time) } }));
  return { json: { type: "FeatureCollection", features, properties: { total, aggs: { city: [] } } } };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
