import { diag, type MeterProvider, metrics, type TracerProvider, trace } from "@opentelemetry/api";
import { subscribe } from "#channels";
import { checkOptions } from "../request/checkOptions.ts";
import { boolean, callable, defaulting, matching } from "../request/optionChecks.ts";
import type { ChannelName, DiagnosticsEvents } from "../telemetry/channelNames.ts";
import type { AttemptEvent } from "../telemetry/events.ts";
import { Instruments } from "./instruments.ts";
import { Spans } from "./spans.ts";

/** What {@link telemetry} takes. */
export interface TelemetryOptions {
  /** Where spans go. Default: the API's global provider, which the application's SDK sets. */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Where metrics go. Default: the API's global provider as it is when `telemetry` is called. */
  readonly meterProvider?: MeterProvider | undefined;
  /**
   * Sends the trace's context along (`traceparent`, or what the API's global propagator writes) with each attempt to the
   * session's own server, never to another. Default false.
   */
  readonly propagate?: boolean | undefined;
  /**
   * Names the endpoint of an attempt without what varies, such as `users/users/{id}`: spans are named by it, and it is
   * the attribute `url.template` of spans and metrics. One that throws gives none, and is told to the API's `diag`.
   * Default: none has a name.
   */
  readonly urlTemplate?: ((attempt: AttemptEvent) => string | undefined) | undefined;
}

/** Telemetry that is on. */
export interface Telemetry extends Disposable {
  /** Ends it; spans under way are not told of any more. */
  stop(): void;
}

const provides = (method: string) => (value: unknown) =>
  typeof value === "object" && value !== null && typeof Reflect.get(value, method) === "function";

const SHAPE = {
  tracerProvider: matching("a tracer provider", (value): value is TracerProvider => provides("getTracer")(value)),
  meterProvider: matching("a meter provider", (value): value is MeterProvider => provides("getMeter")(value)),
  propagate: defaulting(boolean(), false),
  urlTemplate: defaulting(callable<NonNullable<TelemetryOptions["urlTemplate"]>>(), () => undefined),
};

/**
 * Makes spans and metrics of all that the sessions of this thread do, in both twins, until it is stopped: one span for
 * each call, and below it one for each attempt, those for logins and tokens included. The parent is the span that is
 * active where the session is called. Call it once, after the application's SDK has been set up: a second one makes
 * everything twice.
 *
 * @throws UsageError (`option`) for an unknown option, and in browsers
 *
 * @example
 * ```ts
 * using _ = telemetry({ propagate: true });
 * ```
 */
export function telemetry(options: TelemetryOptions = {}): Telemetry {
  const checked = checkOptions(options, SHAPE);
  const { tracerProvider = trace.getTracerProvider(), meterProvider = metrics.getMeterProvider() } = checked;
  const { propagate, urlTemplate } = checked;
  const template = (event: AttemptEvent): string | undefined => {
    try {
      return urlTemplate(event);
    } catch (error) {
      // What a listener of a channel throws ends the process.
      diag.error(`${NAME}: urlTemplate threw; this attempt has no name.`, error);
      return undefined;
    }
  };
  const spans = new Spans({ tracer: tracerProvider.getTracer(NAME), propagate, template });
  const instruments = new Instruments(meterProvider.getMeter(NAME));
  const ends = [
    listen("latchkey:enter", (event) => spans.enter(event)),
    listen("latchkey:request:start", (event) => spans.begin(event)),
    listen("latchkey:request:end", (event) => {
      instruments.call(event, spans.contextOf(event));
      spans.end(event);
    }),
    listen("latchkey:attempt:start", (event) => spans.send(event)),
    listen("latchkey:attempt:end", (event) => {
      instruments.attempt(event, template(event), spans.attemptContextOf(event));
      spans.sent(event);
    }),
  ];
  const stop = (): void => {
    for (const end of ends.splice(0)) end();
  };
  return { stop, [Symbol.dispose]: stop };
}

const NAME = "@latchkey/session";

function listen<N extends ChannelName>(name: N, listener: (event: DiagnosticsEvents[N]) => void): () => void {
  // Only this library publishes on its channels, and what it publishes has the type of the channel.
  return subscribe(name, (event) => listener(event as DiagnosticsEvents[N]));
}
