import { TransportError } from "@latchkey/session";
import type { Redis } from "ioredis";
import { RedisFailure, refusalCode } from "../client/redisFailure.ts";
import { type FleetClient, placeOf } from "./fleetClient.ts";

/** What the connections of batches differ in from the client that they are made like. */
const SETTINGS = {
  lazyConnect: true,
  // Commands wait for as long as Redis is away; who cannot wait does not wait for them.
  maxRetriesPerRequest: null,
  enableOfflineQueue: true,
  // BullMQ counts with what Redis answers, and so do we.
  stringNumbers: false,
  connectTimeout: 2_000,
  retryStrategy: (times: number) => Math.min(50 * 2 ** Math.min(times, 5), 1_000),
} as const;

/** For how long a connection that expects an answer may be silent before it counts as lost, in ms. */
const SILENCE = { answering: 5_000, blocking: 15_000 } as const;

/**
 * A connection of our own to the client's Redis, that comes back by itself whenever it can.
 *
 * @param kind - `blocking` where commands are sent whose answers take seconds
 */
export function fleetConnection(client: FleetClient, kind: keyof typeof SILENCE): Redis {
  // What a Redis of ioredis duplicates into is one.
  const redis = client.duplicate({ ...SETTINGS, socketTimeout: SILENCE[kind] }) as FleetClient & Redis;
  // Without a listener a lost connection would end the process.
  redis.on("error", () => {});
  return redis;
}

/**
 * Connects, within so many ms.
 *
 * @throws TransportError (`connect`) when Redis does not answer
 * @throws RedisFailure when it refuses who signs in
 */
export async function connected(redis: Redis, client: FleetClient, within: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(unreachable(client)), within);
      redis.on("error", (error: unknown) => {
        const code = refusalCode(error);
        if (code === "NOAUTH" || code === "WRONGPASS" || code === "NOPERM") {
          reject(new RedisFailure({ kind: "refused", code }));
        }
      });
      redis.once("ready", resolve);
      // Its failure shows as a connection that does not become ready.
      redis.connect().catch(() => {});
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Redis does not answer. */
export function unreachable(client: FleetClient): TransportError {
  return new TransportError("connect", `Redis does not answer at ${placeOf(client)}.`, {
    hint: "See that it runs and can be reached from here.",
  });
}
