import { UsageError } from "@latchkey/session";
import type { IoRedisClient } from "../client/redisClient.ts";

/** What batches use of a client of the package `ioredis`: a `Redis`. They make connections of their own, like it. */
export interface FleetClient extends IoRedisClient {
  readonly options: { readonly host?: string | undefined; readonly port?: number | undefined };
  duplicate(override?: object): FleetClient;
  disconnect(): void;
}

/**
 * The check of the option `client`.
 *
 * @throws UsageError (`option`) for anything but a `Redis` of ioredis
 */
export function fleetClient(value: unknown): FleetClient {
  if (isFleetClient(value)) return value;
  throw new UsageError("option", "The client of a batch must be one of ioredis.", {
    hint: "Pass new Redis(…) of ioredis: BullMQ works with that. redisStore and redisLimit take either client.",
  });
}

/** Where a client's Redis is: never who signs in there. */
export function placeOf({ options: { host = "localhost", port = 6379 } }: FleetClient): string {
  return `redis://${host}:${port}`;
}

function isFleetClient(value: unknown): value is FleetClient {
  if (typeof value !== "object" || value === null) return false;
  const has = (name: string, type: string): boolean => typeof Reflect.get(value, name) === type;
  return has("call", "function") && has("duplicate", "function") && has("status", "string") && has("options", "object");
}
