import { asyncTwin, blockingTwin } from "#twins";
import type { Transport } from "../driver/transport.ts";
import type { Mode } from "../flow/mode.ts";
import { connectionDefaults } from "../transports/connectionSettings.ts";

/**
 * The transport that a session of this mode has when it brings none, with default connections: to be recorded or
 * wrapped. Whoever makes it closes it.
 *
 * @example
 * ```ts
 * const transport = recordingTransport(realTransport("blocking"));
 * ```
 */
export function realTransport(mode: Mode): Transport {
  return (mode === "async" ? asyncTwin : blockingTwin).connect(connectionDefaults);
}
