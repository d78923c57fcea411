import type { Transport } from "../driver/transport.ts";
import type { ConnectionSettings } from "./connectionSettings.ts";
import { nodeTransport } from "./nodeTransport.ts";

// Others lend themselves Node's name and modules, but another HTTP client.
const isNode = !("Bun" in globalThis) && !("Deno" in globalThis);

/**
 * For programs that make a few requests and end: the async twin's transport over Node's own HTTP client, which is there at
 * once. The usual one spends some 100 ms of processor time until its first answer, and needs half as much for each request
 * from then on. All else is the same: connections, time-outs, limits, errors. In browsers, Bun and Deno it is the usual one.
 *
 * @param settings - what the session that it is made for says of connections
 * @returns a transport that the session closes; a blocking session refuses it
 *
 * @example
 * ```ts
 * await using session = new AsyncSession({ url, transport: briefTransport });
 * ```
 */
export function briefTransport(settings: ConnectionSettings): Transport {
  return nodeTransport(settings, { brief: isNode });
}
