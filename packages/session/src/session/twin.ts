import type { Transport } from "../driver/transport.ts";
import type { Mode } from "../flow/mode.ts";
import type { ConnectionSettings } from "../transports/connectionSettings.ts";
import type { Enter, Runner } from "./runner.ts";

/** All that a twin does in its own way. */
export interface Twin<M extends Mode> {
  readonly mode: M;
  /** The transport of a session that brings none. */
  connect(settings: ConnectionSettings): Transport;
  runner(transport: Transport, enter: Enter): Runner<M>;
}
