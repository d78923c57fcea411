import type { Context, Counter, Histogram, Meter } from "@opentelemetry/api";
import type { AttemptEvent, RequestEvent } from "../telemetry/events.ts";
import { attemptEndAttributes, endAttributes, methodAttribute, serverAttributes } from "./attributes.ts";

/** What the convention advises for durations of requests, in seconds. */
const BOUNDARIES = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** The metrics: one by the convention, the others ours. */
export class Instruments {
  readonly #requests: Histogram;
  readonly #calls: Histogram;
  readonly #waits: Histogram;
  readonly #resends: Counter;
  readonly #credentials: Counter;

  constructor(meter: Meter) {
    const seconds = { unit: "s", advice: { explicitBucketBoundaries: BOUNDARIES } };
    this.#requests = meter.createHistogram("http.client.request.duration", {
      description: "Duration of HTTP client requests.",
      ...seconds,
    });
    this.#calls = meter.createHistogram("latchkey.call.duration", {
      description: "Calls of sessions: queue, credential, attempts and back-off.",
      ...seconds,
    });
    this.#waits = meter.createHistogram("latchkey.call.wait", {
      description: "What calls waited for besides their own requests.",
      ...seconds,
    });
    this.#resends = meter.createCounter("latchkey.resends", {
      description: "Requests that were sent again, by the reason.",
      unit: "{request}",
    });
    this.#credentials = meter.createCounter("latchkey.credentials", {
      description: "Credentials that calls got because there was none that served.",
      unit: "{credential}",
    });
  }

  attempt(event: AttemptEvent, template: string | undefined, context: Context): void {
    const { ms = 0, method, url } = event;
    const { "latchkey.connection": _, ...end } = attemptEndAttributes(event);
    const route = template === undefined ? {} : { "url.template": template };
    const attributes = { "http.request.method": methodAttribute(method), ...serverAttributes(url), ...end, ...route };
    this.#requests.record(ms / 1000, attributes, context);
  }

  call(event: RequestEvent, context: Context): void {
    const { elapsed, waits, attempts, credential } = event.explain();
    const session = { "latchkey.session": event.session };
    const method = { "http.request.method": methodAttribute(event.method) };
    this.#calls.record(elapsed / 1000, { ...session, ...method, ...endAttributes(event) }, context);
    const kinds = { queue: waits.queue, credential: waits.credential, lock: waits.lock, back_off: waits.backOff };
    for (const [kind, ms] of Object.entries(kinds)) {
      if (ms > 0) this.#waits.record(ms / 1000, { ...session, "latchkey.wait.for": kind }, context);
    }
    for (const { resent } of attempts) {
      if (resent !== undefined) this.#resends.add(1, { ...session, "latchkey.resend.reason": resent }, context);
    }
    const { strategy, source, obtained } = credential;
    if (obtained !== "by this call" || strategy === undefined) return;
    const got = { "latchkey.credential.strategy": strategy, "latchkey.credential.source": source };
    this.#credentials.add(1, { ...session, ...got }, context);
  }
}
