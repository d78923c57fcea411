import { UsageError } from "@latchkey/session";
import { describeParam } from "./describeParam.ts";
import { parseInstant } from "./instant.ts";

/** One end of a span of time, as its caller gave it. */
export type SpanEnd = readonly [option: string, value: unknown];

/** A span that ends before it begins: the API would find nothing, and not say why. */
export function refuseSpan(start: SpanEnd, end: SpanEnd): UsageError {
  const [from, to] = [start, end].map(([option, value]) => `${option} (${describeParam(value)})`);
  return new UsageError("option", `${to} is before ${from}.`, { hint: "Times without a zone are UTC." });
}

/**
 * Asks of every `…_min` and `…_max` of a search that they are the right way round.
 *
 * @throws UsageError (`option`)
 */
export function checkSpans(texts: Readonly<Record<string, string>>): void {
  for (const [name, start] of Object.entries(texts)) {
    const other = name.replace(/_min$/, "_max");
    const end = texts[other];
    if (other !== name && end !== undefined && isBefore(end, start)) throw refuseSpan([name, start], [other, end]);
  }
}

/** How much of an ISO 8601 time says the minute; the API may take a shorter one for all of that year, month or day. */
const MINUTE = "2018-02-10T18:00".length;

function isBefore(end: string, start: string): boolean {
  const [to, from] = [parseInstant(end), parseInstant(start)];
  if (to === undefined || from === undefined) return false;
  const known = Math.min(end.length, MINUTE);
  return isoOf(to).slice(0, known) < isoOf(from).slice(0, known);
}

function isoOf(instant: number): string {
  return new Date(instant).toISOString();
}
