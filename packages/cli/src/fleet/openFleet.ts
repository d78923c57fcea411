import { scrypt } from "node:crypto";
import { promisify } from "node:util";
import { AsyncHeliosSession, type HeliosOptions } from "@latchkey/helios";
import { redisLimit, redisStore } from "@latchkey/redis";
import type { Store } from "@latchkey/session";
import type { Redis } from "ioredis";
import { type HeliosCommandOptions, heliosOptions } from "../helios/openHelios.ts";
import type { Job } from "../job/job.ts";
import { DEFAULT_RATE, type FleetOptions } from "./fleetOptions.ts";
import { openRedis } from "./openRedis.ts";

/** A session that shares its token and its limit with a fleet. */
export interface Fleet {
  readonly session: AsyncHeliosSession;
  readonly client: Redis;
  close(): Promise<void>;
}

/**
 * Opens a session of one host of a fleet. The token is kept in Redis, encrypted with a key that whoever has the
 * client's secret can derive: nothing has to be handed out. Where only the SDKs' own file knows the secret, the token
 * stays on the host.
 */
export async function openFleet(job: Job<HeliosCommandOptions & FleetOptions>): Promise<Fleet> {
  const { queue, rate = DEFAULT_RATE, inFlight } = job.options;
  const options = await heliosOptions(job);
  const client = await openRedis(queue, job.env);
  try {
    const { apiUrl, clientId } = await identity(options);
    const key = `${apiUrl} ${clientId}`;
    const limit = redisLimit({ client, key, rate, ...(inFlight !== undefined && { concurrency: inFlight }) });
    const store = await sharedStore(client, options, key);
    const session = new AsyncHeliosSession({ ...options, ...(store !== undefined && { store }), layers: [limit] });
    return {
      session,
      client,
      async close() {
        await session.close();
        client.disconnect();
      },
    };
  } catch (error) {
    client.disconnect();
    throw error;
  }
}

/** Which client of which server it is; no request is made for that. */
async function identity(options: HeliosOptions): Promise<{ readonly apiUrl: string; readonly clientId: string }> {
  await using session = new AsyncHeliosSession(options);
  return { apiUrl: session.apiUrl, clientId: session.clientId };
}

async function sharedStore(client: Redis, { clientSecret }: HeliosOptions, key: string): Promise<Store | undefined> {
  if (clientSecret === undefined) return undefined;
  const encryptionKey = await promisify(derive)(clientSecret, key);
  return redisStore(client, { prefix: `latchkey:${encodeURIComponent(key)}:`, encryptionKey });
}

/** Slow on purpose: a secret that is short must not be found by trying. */
function derive(secret: string, salt: string, done: (error: Error | null, key: Buffer) => void): void {
  scrypt(secret, `latchkey fleet ${salt}`, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 }, done);
}
