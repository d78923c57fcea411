import { randomBytes } from "node:crypto";
import type { Lease, LeaseAttempt } from "@latchkey/session";
import type { RedisLink } from "../client/redisLink.ts";

/** A lease whose holder shows no life ends by itself after so long, in ms: no host's clock is asked. */
const LIFE = 10_000;

// A lease is a text "holder:beats". Each script may be performed twice: the second time changes nothing that matters.
const TAKE = `
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] and held ~= ARGV[2] then return held end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
return false`;

const BEAT = `
local held = redis.call('GET', KEYS[1])
if not held or string.sub(held, 1, #ARGV[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1] .. ARGV[2], 'PX', ARGV[3])
return 1`;

const RELEASE = `
local held = redis.call('GET', KEYS[1])
if held and string.sub(held, 1, #ARGV[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1`;

/**
 * Tries to take a lease. A lease is never given back or prolonged by anyone but its holder, nor by a holder who has
 * lost it: each is known by a random text.
 *
 * @throws RedisFailure
 */
export async function takeLease(link: RedisLink, name: string, stale?: string): Promise<LeaseAttempt> {
  const holder = `${randomBytes(16).toString("hex")}:`;
  // An empty sign is nobody's.
  const held = await link.send("EVAL", TAKE, "1", name, `${holder}0`, stale ?? "", String(LIFE));
  return typeof held === "string" ? { sign: held } : { lease: leaseOf(link, name, holder) };
}

function leaseOf(link: RedisLink, name: string, holder: string): Lease {
  let beats = 0;
  return {
    async beat() {
      beats += 1;
      // Some clients are set to give numbers as text.
      return Number(await link.send("EVAL", BEAT, "1", name, holder, String(beats), String(LIFE))) === 1;
    },
    async release() {
      await link.send("EVAL", RELEASE, "1", name, holder);
    },
  };
}
