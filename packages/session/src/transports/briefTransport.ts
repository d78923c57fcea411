import type { Transport } from "../driver/transport.ts";
import type { ConnectionSettings } from "./connectionSettings.ts";
import { nodeTransport } from "./nodeTransport.ts";

// Others lend themselves Node's name and modules, but another HTTP client.
const isNode = !("Bun" in globalThis) && !("Deno" in globalThis);

/**
 * For programs that make a few requests and end: the async twin's transport over Node's own HTTP client, which is there at
 * once. The usual one takes some 100 ms of processor time until its first answer, and each request half as much from then on. All else
 * is the same: connections, time-outs, limits, errors. In browsers, Bun and Deno it is the usual one.
 *
 * @example
 * ```ts
 * await using session = new AsyncSession({ url, transport: briefTransport });
 * ```
 */
export function briefTransport(settings: ConnectionSettings): Transport {
  return nodeTransport(settings, { brief: isNode });
}
