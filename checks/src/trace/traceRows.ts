import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";

/** A span as a line of a drawing. */
export interface TraceRow {
  readonly label: string;
  /** How far below the first span. */
  readonly depth: number;
  readonly kind: "caller" | "call" | "request" | "credential";
  /** The server refused it, or it failed. */
  readonly failed: boolean;
  /** ms after the beginning of the first span. */
  readonly start: number;
  readonly end: number;
}

/** Spans as a tree read from top to bottom: below each span those that it needed, as they began. */
export function traceRows(spans: readonly ReadableSpan[]): TraceRow[] {
  const ids = new Set(spans.map((span) => span.spanContext().spanId));
  const sorted = spans.toSorted((one, other) => time(one.startTime) - time(other.startTime));
  const zero = Math.min(...sorted.map((span) => time(span.startTime)));
  const rowsBelow = (parent: string | undefined, depth: number): TraceRow[] =>
    sorted
      .filter(({ parentSpanContext }) => {
        const above = parentSpanContext?.spanId;
        return parent === undefined ? above === undefined || !ids.has(above) : above === parent;
      })
      .flatMap((span) => [rowOf(span, depth, zero), ...rowsBelow(span.spanContext().spanId, depth + 1)]);
  return rowsBelow(undefined, 0);
}

function rowOf({ name, attributes, startTime, endTime }: ReadableSpan, depth: number, zero: number): TraceRow {
  const status = attributes["http.response.status_code"];
  const purpose = attributes["latchkey.request.purpose"];
  const kind =
    purpose === "credential" || purpose === "request" ? purpose : "latchkey.cid" in attributes ? "call" : "caller";
  const what = kind === "credential" ? `${name} token` : name;
  return {
    label: typeof status === "number" && kind !== "call" ? `${what} ${status}` : what,
    depth,
    kind,
    failed: "error.type" in attributes,
    start: time(startTime) - zero,
    end: time(endTime) - zero,
  };
}

function time([seconds, nanoseconds]: readonly [number, number]): number {
  return seconds * 1_000 + nanoseconds / 1_000_000;
}
