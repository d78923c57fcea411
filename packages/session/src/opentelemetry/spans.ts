import {
  type Attributes,
  type Context,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { AttemptEvent, EnterEvent, RequestEvent } from "../telemetry/events.ts";
import { attemptAttributes, attemptEndAttributes, callAttributes, callEndAttributes } from "./attributes.ts";

export interface SpanOptions {
  readonly tracer: Tracer;
  /** Whether the context of a span goes along with its request. */
  readonly propagate: boolean;
  readonly template: (event: AttemptEvent) => string | undefined;
}

/** A span for each call, and below it one for each attempt. The parent is what was active where the caller called. */
export class Spans {
  readonly #options: SpanOptions;
  readonly #callers = new WeakMap<object, Context>();
  readonly #calls = new WeakMap<RequestEvent, Context>();
  readonly #attempts = new WeakMap<AttemptEvent, Context>();

  constructor(options: SpanOptions) {
    this.#options = options;
  }

  enter({ caller }: EnterEvent): void {
    this.#callers.set(caller, context.active());
  }

  begin(event: RequestEvent): void {
    const { caller, session, method } = event;
    const parent = (caller === undefined ? undefined : this.#callers.get(caller)) ?? context.active();
    const options = { kind: SpanKind.INTERNAL, attributes: callAttributes(event) };
    const span = this.#options.tracer.startSpan(`${session} ${method}`, options, parent);
    this.#calls.set(event, trace.setSpan(parent, span));
  }

  end(event: RequestEvent): void {
    finish(this.#calls.get(event), callEndAttributes(event));
  }

  send(event: AttemptEvent): void {
    const { tracer, propagate, template } = this.#options;
    const parent = this.contextOf(event.request);
    const route = template(event);
    const attributes = attemptAttributes(event, route);
    const method = attributes["http.request.method"] === event.method ? event.method : "HTTP";
    const name = route === undefined ? method : `${method} ${route}`;
    const own = trace.setSpan(parent, tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, parent));
    this.#attempts.set(event, own);
    // Who else hears of a trace is the caller's to decide: to other servers nothing is told.
    if (propagate && event.own) propagation.inject(own, event.headers);
  }

  sent(event: AttemptEvent): void {
    finish(this.#attempts.get(event), attemptEndAttributes(event));
  }

  /** The context of a call: that of its span, where it began while this listened. */
  contextOf(event: RequestEvent): Context {
    return this.#calls.get(event) ?? context.active();
  }

  attemptContextOf(event: AttemptEvent): Context {
    return this.#attempts.get(event) ?? context.active();
  }
}

/** A span of ours. What began before this listened has none, and the one that is active is somebody else's. */
function finish(own: Context | undefined, attributes: Attributes): void {
  const span: Span | undefined = own && trace.getSpan(own);
  span?.setAttributes(attributes);
  if (attributes["error.type"] !== undefined) span?.setStatus({ code: SpanStatusCode.ERROR });
  span?.end();
}
