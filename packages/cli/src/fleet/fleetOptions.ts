import type { Command } from "commander";
import { integer, seconds } from "../command/globalOptions.ts";

/** Options of the commands that work for a fleet. */
export interface FleetOptions {
  /** `redis://…`, without a password. */
  readonly queue: string;
  /** Requests of the whole fleet. Default {@link DEFAULT_RATE}. */
  readonly rate?: string;
  /** Requests of the whole fleet in flight. */
  readonly inFlight?: number;
}

/** Helios publishes no limit: this is what a careful user asks of it. */
export const DEFAULT_RATE = "1000/min";

/** How the fleet's limit is given. */
export function addLimit(command: Command): Command {
  return command
    .option("--rate <requests>", `requests of the whole fleet in a time; the same everywhere. Default ${DEFAULT_RATE}`)
    .option(
      "--in-flight <requests>",
      "requests of the whole fleet at once; the same everywhere",
      integer(1, 1_000_000),
    );
}

/** How the commands that fill a queue take it. */
export function addQueue(command: Command): Command {
  return addLimit(
    command.option(
      "--queue <url>",
      "let `latchkey worker` processes do it, over this Redis: redis://host:6379. Its password comes from " +
        "LATCHKEY_QUEUE_PASSWORD",
    ),
  ).option("--patience <seconds>", "how long Redis may be away before it is done here. Default 30", seconds);
}
