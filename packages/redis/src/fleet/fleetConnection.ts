import { systemErrorCode, TransportError, UsageError } from "@latchkey/session";
import type { Redis } from "ioredis";
import { RedisFailure, refusalCode, refusalOf } from "../client/redisFailure.ts";
import { type FleetClient, placeOf } from "./fleetClient.ts";

/** What the connections of batches differ in from the client that they are made like. */
const SETTINGS = {
  lazyConnect: true,
  // Commands wait for as long as Redis is away; who cannot wait does not wait for them.
  maxRetriesPerRequest: null,
  enableOfflineQueue: true,
  // Workers and callers ask with commands that are answered when there is something: a time-out would lose that.
  commandTimeout: undefined,
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
 * @throws RedisFailure when it refuses who signs in, or what BullMQ must know of it
 * @throws UsageError (`option`) when it does not have the database: the connection would stay in the first one
 */
export async function connected(redis: Redis, client: FleetClient, within: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      let why: string | undefined;
      timer = setTimeout(() => reject(unreachable(client, why)), within);
      redis.on("error", (error: unknown) => {
        why = systemCode(error) ?? why;
        const database = databaseRefused(error);
        if (database !== undefined) reject(noDatabase(database, client));
        const code = refusalCode(error);
        if (code === "NOAUTH" || code === "WRONGPASS" || code === "NOPERM") {
          reject(new RedisFailure({ kind: "refused", code }));
        }
      });
      // BullMQ asks for this at its start, and where that is refused leaves connections behind.
      redis.once("ready", () => {
        redis.info("server").then(
          () => resolve(),
          (error: unknown) => reject(refusalOf(error) ?? error),
        );
      });
      // Its failure shows as a connection that does not become ready.
      redis.connect().catch(() => {});
    });
  } finally {
    clearTimeout(timer);
  }
}

/** The number of the database, where the error of a connection is that Redis refused to select it. */
function databaseRefused(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("command" in error)) return undefined;
  // ioredis names the command that was refused.
  const { name, args } = (error.command ?? {}) as { readonly name?: unknown; readonly args?: unknown };
  return name === "select" && Array.isArray(args) ? String(args[0]) : undefined;
}

function noDatabase(database: string, client: FleetClient): UsageError {
  return new UsageError("option", `Redis has no database ${database} at ${placeOf(client)}.`, {
    hint: "They are numbered from 0; its setting `databases` says how many there are.",
  });
}

/** Such as ECONNREFUSED, ENOTFOUND or DEPTH_ZERO_SELF_SIGNED_CERT: what to look at. */
function systemCode(error: unknown): string | undefined {
  const code = systemErrorCode(error);
  return code !== undefined && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : undefined;
}

/**
 * Redis does not answer.
 *
 * @param why - the code of the error that the last try ended with
 */
export function unreachable(client: FleetClient, why?: string): TransportError {
  const tried = why === undefined ? "" : `; the last try ended with ${why}`;
  return new TransportError("connect", `Redis does not answer at ${placeOf(client)}.`, {
    hint: `See that it runs and can be reached from here${tried}.`,
  });
}
