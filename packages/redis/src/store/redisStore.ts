import { AuthenticationError, logWarning, type SetOptions, type Store, UsageError } from "@latchkey/session";
import type { RedisClient } from "../client/redisClient.ts";
import { RedisFailure } from "../client/redisFailure.ts";
import { RedisLink } from "../client/redisLink.ts";
import { takeLease } from "./redisLease.ts";
import { checkRedisStoreOptions, type RedisStoreOptions } from "./redisStoreOptions.ts";
import { valueText } from "./valueText.ts";

/** How often a write starts again because others wrote in between. */
const TRIES = 10;

// A key of another kind counts as missing, as it does for whoever reads it.
const REPLACE = `
local stored = redis.pcall('GET', KEYS[1])
if type(stored) == 'table' then
  if not string.find(stored.err, 'WRONGTYPE', 1, true) then return stored end
  stored = false
end
if (stored or '') ~= ARGV[1] then return 0 end
if ARGV[3] == '' then redis.call('SET', KEYS[1], ARGV[2])
else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1`;

/**
 * A store in Redis: one key per value, which ends when the value does. Hosts that share it share tokens and cookie
 * sessions, and ask the server for one token in all: see `lease`. For the async twins; the client is the caller's, who
 * connects and closes it.
 *
 * Every command ends within `timeout`. When Redis is away, sessions warn and work without it; one command in 30
 * seconds finds out whether it is back.
 *
 * @param client - of `@redis/client` or `ioredis`
 * @throws UsageError (`option`) for another client, or an option that is not allowed
 *
 * @example
 * ```ts
 * const client = await createClient({ url: "redis://redis.internal" }).connect();
 * const store = redisStore(client, { encryptionKey: process.env.STORE_KEY });
 * const session = new AsyncHeliosSession({ clientId, clientSecret, store });
 * ```
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): Store {
  const { prefix, key: secret, timeout, onWarning = logWarning } = checkRedisStoreOptions(options);
  const link = new RedisLink(client, timeout);

  const nameOf = (key: string): string => {
    // UTF-8 has no half characters: two such keys would become one.
    if (/\p{Surrogate}/u.test(key)) throw new UsageError("option", "The key of a store must be well-formed text.");
    return `${prefix}value:${key}`;
  };
  const unusable = (problem: string): void => {
    onWarning(
      new AuthenticationError("store", `A value in Redis is not used: ${problem}.`, {
        hint: "It counts as missing and is replaced with the next one.",
      }),
    );
  };
  const texts = valueText(secret, unusable);

  async function read(name: string): Promise<string | undefined> {
    try {
      const text = await link.send("GET", name);
      return typeof text === "string" ? text : undefined;
    } catch (error) {
      if (!isRefusal(error, "WRONGTYPE")) throw error;
      unusable("it is a list, a hash or another kind of key that holds no text");
      return undefined;
    }
  }

  /** Writes if nobody has since the look at it; `false` when somebody has, or this very command whose reply was lost. */
  async function replace(name: string, stored: string | undefined, text: string, life: string): Promise<boolean> {
    // Some clients are set to give numbers as text.
    return Number(await link.send("EVAL", REPLACE, "1", name, stored ?? "", text, life)) === 1;
  }

  async function set(key: string, value: unknown, { expiresAt = Infinity, replaces }: SetOptions = {}): Promise<void> {
    const name = nameOf(key);
    const text = texts.write(key, value, name);
    const life = expiresAt - Date.now();
    if (replaces === undefined) {
      if (life <= 0) await link.send("DEL", name);
      else await link.send("SET", name, text, ...(life === Infinity ? [] : ["PX", milliseconds(life)]));
      return;
    }
    for (let tries = 0; tries < TRIES; tries += 1) {
      const stored = await read(name);
      if (!replaces(stored === undefined ? undefined : texts.read(stored, name))) return;
      if (await replace(name, stored, text, life === Infinity ? "" : milliseconds(Math.max(1, life)))) return;
    }
    throw new AuthenticationError("store", "Redis could not keep a value: others kept writing it.", {
      hint: "Give each kind of session a prefix of its own.",
    });
  }

  return {
    name: "redis",
    blocking: false,
    async get(key) {
      const name = nameOf(key);
      const text = await read(name);
      return text === undefined ? undefined : texts.read(text, name);
    },
    set,
    async delete(key) {
      await link.send("DEL", nameOf(key));
    },
    lease: (key, stale) => takeLease(link, `${prefix}lease:${nameOf(key).slice(`${prefix}value:`.length)}`, stale),
  };
}

function isRefusal(error: unknown, code: string): boolean {
  return error instanceof RedisFailure && error.trouble.kind === "refused" && error.trouble.code === code;
}

/** Whole ms that Redis takes, whatever the expiry: at least one, at most 1000 years. */
function milliseconds(life: number): string {
  return String(Math.min(Math.ceil(life), 31_536_000_000_000));
}
