import { UsageError } from "@latchkey/session";
import type { IoRedisClient } from "../client/redisClient.ts";

interface Place {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

/** What batches use of a client of the package `ioredis`: a `Redis`. They make connections of their own, like it. */
export interface FleetClient extends IoRedisClient {
  readonly options: {
    readonly host?: string | undefined;
    readonly port?: number | undefined;
    readonly path?: string | undefined;
    readonly tls?: unknown;
    readonly sentinels?: readonly Place[] | null | undefined;
    /** Of the Redis that the sentinels watch. */
    readonly name?: string | null | undefined;
    readonly keyPrefix?: string | undefined;
  };
  duplicate(override?: object): FleetClient;
  disconnect(): void;
}

/**
 * The check of the option `client`.
 *
 * @throws UsageError (`option`) for anything but a `Redis` of ioredis, and for one that changes the names of keys
 */
export function fleetClient(value: unknown): FleetClient {
  if (!isFleetClient(value)) {
    throw new UsageError("option", "The client of a batch must be one of ioredis, and no Cluster.", {
      hint: "Pass new Redis(…) of ioredis: BullMQ works with that. redisStore and redisLimit take either client.",
    });
  }
  if ((value.options.keyPrefix ?? "") === "") return value;
  throw new UsageError("option", "The client of a batch must have no keyPrefix: BullMQ would not find its own keys.", {
    hint: "Use the option `prefix` of the batch and of its workers instead.",
  });
}

/** Where a client's Redis is: never who signs in there. */
export function placeOf({ options }: FleetClient): string {
  const { path, tls, sentinels, name } = options;
  if (sentinels !== undefined && sentinels !== null) {
    return `redis+sentinel://${sentinels.map((place) => addressOf(place, 26_379)).join()}/${name ?? ""}`;
  }
  if (path !== undefined) return `unix:${path}`;
  return `${tls === undefined ? "redis" : "rediss"}://${addressOf(options, 6_379)}`;
}

function addressOf({ host = "localhost", port }: Place, usual: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port ?? usual}`;
}

function isFleetClient(value: unknown): value is FleetClient {
  if (typeof value !== "object" || value === null) return false;
  const has = (name: string, type: string): boolean => typeof Reflect.get(value, name) === type;
  // A Cluster's duplicate takes something else, and BullMQ asks for more of it.
  if (Reflect.get(value, "isCluster") === true) return false;
  return has("call", "function") && has("duplicate", "function") && has("status", "string") && has("options", "object");
}
