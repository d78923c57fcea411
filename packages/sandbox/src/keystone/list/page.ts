import type { Json } from "../http/json.ts";

/** Which part of a list is asked for. */
export interface Window {
  limit: number;
  offset: number;
}

const whole = (text: string | undefined): number | undefined =>
  text !== undefined && /^\s*[+-]?\d{1,15}\s*$/.test(text) ? Number(text) : undefined;

/** Reads `_limit` (default 100, at most 1000) and `_offset` (default 0); what cannot be one counts as absent. */
export function windowOf(url: URL): Window {
  const limit = whole(url.searchParams.getAll("_limit").at(-1)) ?? 0;
  const offset = whole(url.searchParams.getAll("_offset").at(-1)) ?? 0;
  return { limit: limit > 0 ? Math.min(limit, 1000) : 100, offset: Math.max(0, offset) };
}

/** The envelope of a list, with absolute links whose parameters are sorted by name. */
export function envelope(url: URL, { limit, offset }: Window, count: number, results: Json[]): Json {
  return {
    count,
    next: offset + limit < count ? link(url, limit, offset + limit) : null,
    previous: offset > 0 ? link(url, limit, offset - limit) : null,
    results,
  };
}

function link(url: URL, limit: number, offset: number): string {
  const target = new URL(url);
  target.searchParams.set("_limit", String(limit));
  if (offset > 0) target.searchParams.set("_offset", String(offset));
  else target.searchParams.delete("_offset");
  target.searchParams.sort();
  return target.href;
}
