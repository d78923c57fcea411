import { subscribe } from "node:diagnostics_channel";
import { inspect } from "node:util";
import type { DiagnosticsEvents, Explanation } from "@latchkey/session";
import { telemetry } from "@latchkey/session/opentelemetry";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";

const CHANNELS: Record<keyof DiagnosticsEvents, true> = {
  "latchkey:enter": true,
  "latchkey:request:start": true,
  "latchkey:request:end": true,
  "latchkey:attempt:start": true,
  "latchkey:attempt:end": true,
  "latchkey:credential": true,
};

/** Prints an explanation in every way in which one may be printed. */
export function showExplanation(explained: Explanation | undefined): void {
  console.log(String(explained), JSON.stringify(explained), inspect(explained, { depth: 9, showHidden: true }));
}

/** Prints all that sessions publish, as it comes; `stop` gives all spans and metrics as text. */
export function observeAll(): { stop(): Promise<string> } {
  for (const name of Object.keys(CHANNELS)) {
    subscribe(name, (event) => console.log(JSON.stringify({ [name]: event }), inspect(event, { showHidden: true })));
  }
  const spans = new InMemorySpanExporter();
  const tracerProvider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  tracerProvider.register();
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 3_600_000 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  const running = telemetry({ tracerProvider, meterProvider, propagate: true });
  return {
    async stop() {
      running.stop();
      await meterProvider.forceFlush();
      const ended = spans.getFinishedSpans();
      const told = ended.map(({ name, attributes, events, status }) => ({ name, attributes, events, status }));
      const text = JSON.stringify([told, metrics.getMetrics().at(-1)]);
      await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()]);
      return text;
    },
  };
}
