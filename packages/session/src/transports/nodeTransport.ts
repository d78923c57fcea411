import type { Transport } from "../driver/transport.ts";
import type { ConnectionSettings } from "./connectionSettings.ts";
import type { ExchangerOptions } from "./exchange/exchanger.ts";
import { orderOf } from "./exchange/order.ts";
import { LazyExchanger } from "./lazyExchanger.ts";
import { moduleWork } from "./moduleWork.ts";
import { sleepUntil } from "./sleepUntil.ts";
import { systemClock } from "./systemClock.ts";

/**
 * The transport of the async twin on Node, Bun and Deno. Its HTTP client is loaded with the first request, and changes
 * nothing in the process. A `proxy` that is not the URL of a proxy fails each request with a UsageError (`option`).
 *
 * @param options - of what its connections are made
 *
 * @example
 * ```ts
 * const transport = nodeTransport({ ...connectionDefaults, maxConnections: 10 });
 * ```
 */
export function nodeTransport(settings: ConnectionSettings, options?: ExchangerOptions): Transport {
  const exchanger = new LazyExchanger(settings, options);
  return {
    clock: systemClock,
    blocking: false,
    send: (request, until, done) => exchanger.send(orderOf(request), until, done),
    sleep: sleepUntil,
    work: moduleWork,
    close: (force) => exchanger.close(force),
  };
}
