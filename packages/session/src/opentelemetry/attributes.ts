import type { Attributes } from "@opentelemetry/api";
import type { AttemptEvent, RequestEvent } from "../telemetry/events.ts";

// The names of https://opentelemetry.io/docs/specs/semconv/http/http-spans/ (stable); ours begin with `latchkey.`.

/** Methods that may be told apart; anybody can invent others, and metrics would have no end of them. */
const KNOWN_METHODS: ReadonlySet<string> = new Set([
  "CONNECT",
  "DELETE",
  "GET",
  "HEAD",
  "OPTIONS",
  "PATCH",
  "POST",
  "PUT",
  "TRACE",
]);

/** A method as attributes spell it. */
export function methodAttribute(method: string): string {
  return KNOWN_METHODS.has(method) ? method : "_OTHER";
}

/** The server that a URL names. */
export function serverAttributes(url: string): Attributes {
  const { hostname, port, protocol } = new URL(url);
  return {
    "server.address": hostname.replace(/^\[(.*)\]$/, "$1"),
    "server.port": port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
  };
}

/** How a request ended: the status, and what kind of error it was. What the call had done by then is none. */
export function endAttributes({ status, error, ok = false }: Partial<RequestEvent>): Attributes {
  const failed = error ?? (status !== undefined && status >= 400 && !ok ? String(status) : undefined);
  return {
    ...(status === undefined ? {} : { "http.response.status_code": status }),
    ...(failed === undefined ? {} : { "error.type": failed }),
  };
}

/** What the span of an attempt says from the beginning. */
export function attemptAttributes(event: AttemptEvent, template: string | undefined): Attributes {
  const { method, url, resends, purpose } = event;
  const known = methodAttribute(method);
  return {
    "http.request.method": known,
    ...(known === method ? {} : { "http.request.method_original": method }),
    ...serverAttributes(url),
    "url.full": url,
    ...(template === undefined ? {} : { "url.template": template }),
    ...(resends > 0 ? { "http.request.resend_count": resends } : {}),
    "latchkey.request.purpose": purpose,
  };
}

/** What the span of an attempt says at its end. */
export function attemptEndAttributes(event: AttemptEvent): Attributes {
  const { protocol, reused } = event;
  return {
    ...endAttributes(event),
    ...(protocol === undefined ? {} : { "network.protocol.version": protocol }),
    ...(reused === undefined ? {} : { "latchkey.connection": reused ? "reused" : "new" }),
  };
}

/** What the span of a call says from the beginning. */
export function callAttributes({ session, cid, method, endpoint }: RequestEvent): Attributes {
  return {
    "latchkey.session": session,
    "latchkey.cid": cid,
    "latchkey.endpoint": endpoint,
    "http.request.method": methodAttribute(method),
  };
}

/** What the span of a call says at its end: what `explain()` says of it. Times in seconds. */
export function callEndAttributes(event: RequestEvent): Attributes {
  const { attempts, credential, redirects, waits } = event.explain();
  const { strategy, source, obtained, storeHit } = credential;
  return {
    ...endAttributes(event),
    "latchkey.attempts": attempts.length,
    ...(redirects > 0 ? { "latchkey.redirects": redirects } : {}),
    ...(strategy === undefined ? {} : { "latchkey.credential.strategy": strategy }),
    "latchkey.credential.source": source,
    "latchkey.credential.obtained": obtained,
    ...(storeHit === undefined ? {} : { "latchkey.credential.store_hit": storeHit }),
    ...Object.fromEntries(
      Object.entries({ queue: waits.queue, credential: waits.credential, lock: waits.lock, back_off: waits.backOff })
        .filter(([, ms]) => ms > 0)
        .map(([name, ms]) => [`latchkey.wait.${name}`, ms / 1000]),
    ),
  };
}
