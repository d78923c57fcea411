import type { Done, Transport } from "../driver/transport.ts";
import { withSent } from "../errors/interruption.ts";
import { TransportError } from "../errors/transportError.ts";
import { Slots } from "../flow/slots.ts";
import type { Reply } from "../message/reply.ts";
import { longestSilence, type Request } from "../message/request.ts";
import { Deadline } from "./deadline.ts";
import { type FetchBody, fetchBody, refuseIdle } from "./fetch/fetchBody.ts";
import { fetchFailure } from "./fetch/fetchFailure.ts";
import { fetchReply } from "./fetch/fetchReply.ts";
import { moduleWork } from "./moduleWork.ts";
import { sleepUntil } from "./sleepUntil.ts";
import { systemClock } from "./systemClock.ts";

/** What {@link fetchTransport} takes. */
export interface FetchTransportOptions {
  /**
   * Whether the browser adds the cookies that it keeps itself: `omit` (default), `same-origin` or `include`. In a browser,
   * sessions without a `transport` use `include`: cookies of another origin are sent with no other setting.
   */
  readonly credentials?: "omit" | "same-origin" | "include" | undefined;
  /** Used in place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/**
 * A transport over `fetch`, for browsers and edge runtimes. It cannot save to files, send files by path or a body with GET, or
 * tell of an upload's progress: all are a UsageError (`option`, `body`). Why a request failed, browsers do not tell: the error
 * says what to look for. Nor do they, or Node's own `fetch`, tell of a compressed body that was cut, where its length says
 * nothing of it.
 *
 * @example
 * ```ts
 * const session = new AsyncSession({ url: "https://api.example.org/", transport: fetchTransport({ credentials: "include" }) });
 * ```
 */
export function fetchTransport(options: FetchTransportOptions = {}): Transport {
  const underWay = new Slots<(reason: Error) => void>();
  let closed = false;
  return {
    clock: systemClock,
    blocking: false,
    send(request, until, done) {
      if (closed) {
        done({ error: new TransportError("aborted", "The transport is closed.") });
        return () => {};
      }
      const stop = exchange(request, until, options, (outcome) => {
        underWay.remove(slot, stop);
        done(outcome);
      });
      const slot = underWay.add(stop);
      return stop;
    },
    sleep: sleepUntil,
    work: moduleWork,
    close(force) {
      closed = true;
      // Idle connections are the runtime's own.
      const reason = new TransportError("aborted", "The transport was closed while the request was under way.", {
        sent: true,
      });
      if (force) for (const stop of underWay) stop(reason);
    },
  };
}

function exchange(
  request: Request,
  until: number,
  options: FetchTransportOptions,
  done: Done<Reply>,
): (reason: Error) => void {
  const { timeout, maxBytes } = request.call.settings;
  const controller = new AbortController();
  const begun = performance.now();
  let over = false;
  let left = false;
  const finish: Done<Reply> = (outcome) => {
    if (over) return;
    over = true;
    deadline.stop();
    if ("error" in outcome) controller.abort();
    done(outcome);
  };
  const deadline = new Deadline(until, longestSilence(request), (silent) => {
    const ms = Math.round(silent ? timeout : performance.now() - begun);
    const what = silent ? `after ${ms} ms of silence` : `after ${ms} ms`;
    finish({ error: new TransportError("timeout", `${request.origin} timed out ${what}.`, { sent: true }) });
  });
  const perform = async (): Promise<Reply> => {
    refuseIdle(request);
    const { body, duplex }: FetchBody = await fetchBody(request.body, {
      progress: () => deadline.progress(),
      failed: (error) => finish({ error }),
    });
    const credentials = options.credentials ?? "omit";
    const headers = headersFor(request, credentials);
    // Node's types leave `cache` out; browsers need it.
    const init: RequestInit & { cache: "no-store" } = {
      method: request.method,
      headers,
      redirect: "manual",
      cache: "no-store",
      credentials,
      signal: controller.signal,
      ...(body === undefined ? {} : { body }),
      ...(duplex === undefined ? {} : { duplex }),
    };
    const call = options.fetch ?? globalThis.fetch;
    left = true;
    const response = await call(request.origin + request.path, init).catch(() => {
      throw fetchFailure(request.origin, headers, credentials !== "omit");
    });
    deadline.progress();
    return await fetchReply(request, response, maxBytes, () => deadline.progress());
  };
  deadline.start();
  perform().then(
    (value) => finish({ value }),
    (error) => finish({ error }),
  );
  return (reason) => finish({ error: withSent(reason, left) });
}

/** Where the browser adds its cookies, these two are its own too (Fetch standard §2.2.2, forbidden request-headers). */
function headersFor({ headers }: Request, credentials: FetchTransportOptions["credentials"]): Record<string, string> {
  const { cookie: _cookie, referer: _referer, ...rest } = headers;
  return credentials === "omit" ? { ...headers } : rest;
}
