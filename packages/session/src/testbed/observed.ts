import { context, propagation, trace } from "@opentelemetry/api";
import {
  AggregationTemporality,
  type DataPoint,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-node";

/** One number of a metric: a sum, or how many times something was measured. */
export interface Measured {
  readonly metric: string;
  readonly unit: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value: number;
}

/** A real SDK that keeps what it is told in memory. */
export interface Observed {
  readonly meterProvider: MeterProvider;
  readonly tracerProvider: NodeTracerProvider;
  /** Spans that ended, in that order. */
  spans(): ReadableSpan[];
  /** All that was measured. */
  measured(): Promise<Measured[]>;
  /** Boundaries of a histogram. */
  boundaries(metric: string): Promise<readonly number[]>;
  stop(): Promise<void>;
}

/** Sets up OpenTelemetry as an application does: spans, metrics, the context of the caller, and W3C's propagation. */
export function observed(): Observed {
  const spans = new InMemorySpanExporter();
  const tracerProvider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  tracerProvider.register();
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 3_600_000 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  async function latest() {
    await meterProvider.forceFlush();
    return (
      metrics
        .getMetrics()
        .at(-1)
        ?.scopeMetrics.flatMap((scope) => scope.metrics) ?? []
    );
  }
  return {
    meterProvider,
    tracerProvider,
    spans: () => spans.getFinishedSpans(),
    async measured() {
      return (await latest()).flatMap(({ descriptor, dataPoints }) =>
        // Sums have numbers, histograms have counts of what they measured.
        (dataPoints as readonly DataPoint<number | Histogram>[]).map(({ attributes, value }) => ({
          metric: descriptor.name,
          unit: descriptor.unit,
          attributes,
          value: typeof value === "number" ? value : value.count,
        })),
      );
    },
    async boundaries(metric) {
      const found = (await latest()).find(({ descriptor }) => descriptor.name === metric);
      const value: unknown = found?.dataPoints[0]?.value;
      return typeof value === "object" && value !== null && "buckets" in value
        ? (value as Histogram).buckets.boundaries
        : [];
    },
    async stop() {
      await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()]);
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}
