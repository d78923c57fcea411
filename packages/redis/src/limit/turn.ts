import type { RedisLink } from "../client/redisLink.ts";

/**
 * A window is counted in so many parts. A request that was counted in one part may leave in the next and arrive in the
 * one after that, and still no window of the server's holds more than the limit: that is what two more parts, and the
 * one that is under way, are for. It costs a twentieth of the rate.
 */
export const PARTS = 60;
const COUNTED_PARTS = PARTS + 3;

/** A host that has not been heard of for so long is not counted, and what it had in flight is free again, in ms. */
export const HOST_LIFE = 10_000;

// Time is that of Redis; no host's clock is asked. Everything of one limit lies in one slot of a cluster. What was counted
// before Redis's clock was set back counts as of now: else it would hold everybody up until that time comes again.
const TURN = `
local rates, hosts, slots, pause = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local host, want, debt, target, busy = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local limit, part, counted = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local most, life, rest = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

for _, dead in ipairs(redis.call('ZRANGEBYSCORE', hosts, '-inf', now)) do
  redis.call('ZREM', hosts, dead)
  redis.call('HDEL', slots, dead)
end
redis.call('ZADD', hosts, now + life, host)
redis.call('PEXPIRE', hosts, life)
local count = redis.call('ZCARD', hosts)

local now_part, used, oldest = math.floor(now / part), 0, nil
local parts = redis.call('HGETALL', rates)
for i = 1, #parts, 2 do
  local at = tonumber(parts[i])
  if at <= now_part - counted then redis.call('HDEL', rates, parts[i])
  else
    if at > now_part then
      redis.call('HDEL', rates, parts[i])
      redis.call('HINCRBY', rates, now_part, parts[i + 1])
      at = now_part
    end
    used = used + tonumber(parts[i + 1])
    if not oldest or at < oldest then oldest = at end
  end
end

if rest > 0 then
  local until_ = math.max(now + rest, tonumber(redis.call('GET', pause) or '0'))
  redis.call('SET', pause, until_, 'PX', until_ - now + 1)
end
local paused = math.max(0, tonumber(redis.call('GET', pause) or '0') - now)

used = used + debt
local free, granted = math.max(0, limit - used), 0
if paused == 0 and want > 0 then granted = math.min(want, math.ceil(free / count)) end
if debt + granted > 0 then redis.call('HINCRBY', rates, now_part, debt + granted) end
redis.call('PEXPIRE', rates, math.ceil(part * (counted + 1)))
local wait = paused
if paused == 0 and granted < want and granted == free and oldest then
  wait = math.max(1, math.ceil((oldest + counted) * part - now))
end

local held = 0
if most > 0 then
  local others, hungry = 0, 0
  local all = redis.call('HGETALL', slots)
  for i = 1, #all, 2 do
    local has, wants = string.match(all[i + 1], '(%d+)/(%d+)')
    if all[i] ~= host then
      others = others + tonumber(has)
      if tonumber(has) < tonumber(wants) then hungry = hungry + 1 end
    end
  end
  local share = most
  if hungry > 0 then share = math.max(1, math.floor(most / count)) end
  held = math.max(busy, math.min(target, share, math.max(0, most - others)))
  redis.call('HSET', slots, host, held .. '/' .. target)
  redis.call('PEXPIRE', slots, life)
end
return {granted, wait, held, count, paused}`;

/** What a host says when it is its turn. */
export interface Ask {
  readonly want: number;
  /** Requests made without asking, to be counted now. */
  readonly debt: number;
  /** How many it would have in flight if it could, and how many it has. */
  readonly target: number;
  readonly busy: number;
  /** For how long the server asked to be left alone, in ms; 0: it did not. */
  readonly rest: number;
}

/** What it is told. */
export interface Turn {
  /** How many requests it may begin. */
  readonly granted: number;
  /** When asking again may help, in ms from now; 0: soon. */
  readonly wait: number;
  /** How many it may have in flight; counts only where there is such a limit. */
  readonly held: number;
  /** How many hosts share the limit. */
  readonly hosts: number;
  /** For how long nobody may begin a request, in ms from now. */
  readonly paused: number;
}

/** What is limited, and who asks. */
export interface Place {
  readonly name: string;
  readonly host: string;
  readonly limit: number;
  readonly window: number;
  /** 0: no limit of what is in flight. */
  readonly concurrency: number;
}

/**
 * One round trip: settles what was used, takes permits and slots, and tells and hears of a pause.
 *
 * @throws RedisFailure
 */
export async function takeTurn(link: RedisLink, place: Place, ask: Ask): Promise<Turn> {
  // Parts of another window are other numbers: hosts that are given a new rate begin a count of their own.
  const keys = [`rate:${place.window}`, "hosts", "slots", "pause"].map((part) => `${place.name}:${part}`);
  const { want, debt, target, busy, rest } = ask;
  const numbers = [want, debt, target, busy, place.limit, place.window / PARTS, COUNTED_PARTS];
  const args = [...numbers, place.concurrency, HOST_LIFE, rest].map(String);
  const reply = await link.send("EVAL", TURN, String(keys.length), ...keys, place.host, ...args);
  const [granted = 0, wait = 0, held = 0, hosts = 1, paused = 0] = Array.isArray(reply) ? reply.map(Number) : [];
  return { granted, wait, held, hosts, paused };
}
