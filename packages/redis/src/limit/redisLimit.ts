import { randomUUID } from "node:crypto";
import {
  call,
  type Flow,
  type Layer,
  parseRetryAfter,
  type Reply,
  type Request,
  TransportError,
  UsageError,
} from "@latchkey/session";
import { RedisLink } from "../client/redisLink.ts";
import { aroundSends, type SendStep } from "./aroundSends.ts";
import { Permits, type Waiter } from "./permits.ts";
import { checkRedisLimitOptions, type RedisLimitOptions } from "./redisLimitOptions.ts";

/** How long all pause after a 429 that does not say, and at most, in ms. */
const PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

/**
 * A limit for a whole fleet, kept in Redis: so many requests in any window of time, and so many in flight, over all hosts
 * that name the same `key`. It counts what really leaves: retries and redirects too, token requests not. Waiting for a
 * permit does not count towards a call's `timeout`, and ends at its `deadline`. A 429 makes every host pause for as long
 * as it says (a second when it does not, a minute at most).
 *
 * The window is Redis's and slides; it is counted a twentieth longer than it is, so that what was on its way is no
 * surprise. When Redis is away each host warns once and keeps to its share.
 *
 * For the async twins: give it to a session as one of its `layers`. One limit may serve many sessions of a process.
 *
 * @throws UsageError (`option`) for another client, or an option that is not allowed
 *
 * @example
 * ```ts
 * const limit = redisLimit({ client, key: "keystone:alice", rate: "300/min", concurrency: 20 });
 * const session = new AsyncSession({ url, auth, layers: [limit] });
 * ```
 */
export function redisLimit(options: RedisLimitOptions): Layer {
  const { client, prefix, key, rate, concurrency, hosts, timeout, warn } = checkRedisLimitOptions(options);
  const place = { name: `${prefix}{limit:${key}}`, host: randomUUID(), concurrency, ...rate };
  const permits = new Permits({ link: new RedisLink(client, timeout), place, hosts, warn });

  function* permitted(request: Request): Flow<void> {
    const { clock } = request.call.settings;
    const began = clock.now();
    let waiter: Waiter | undefined;
    let mine = false;
    const admitted = (): Promise<void> =>
      new Promise((resolve) => {
        waiter = { admit: resolve };
        permits.join(waiter);
      });
    try {
      yield* call(admitted, request.call.deadlineAt);
      mine = true;
    } catch (error) {
      throw told(error);
    } finally {
      // Given up, perhaps in the very moment of being let in: the slot goes to the next one.
      if (!mine && waiter !== undefined && !permits.leave(waiter)) permits.done();
    }
    request.call.extend(clock.now() - began);
  }

  function* exchange(request: Request, step: SendStep): Flow<Reply> {
    yield* permitted(request);
    try {
      // The driver answers either step with a reply.
      const reply = (yield { ...step, until: request.call.until }) as Reply;
      if (reply.status === 429) permits.pause(pauseOf(reply, request));
      return reply;
    } finally {
      permits.done();
    }
  }

  return {
    name: "redisLimit",
    handle: (request, next) => aroundSends(next(request), (step) => exchange(request, step)),
  };
}

function pauseOf({ headers }: Reply, { call: { settings } }: Request): number {
  const asked = parseRetryAfter(headers.get("retry-after"), settings.clock.wall()) ?? PAUSE;
  return Math.min(asked, LONGEST_PAUSE);
}

/** The driver's errors, told in the limit's words. */
function told(error: unknown): unknown {
  if (error instanceof UsageError && error.code === "promise") {
    return new UsageError("option", "A blocking session cannot wait for redisLimit: it answers with promises.", {
      hint: "Use the async twin, or leave redisLimit out of its layers.",
    });
  }
  if (error instanceof TransportError && error.code === "timeout") {
    return new TransportError(
      "timeout",
      "The deadline passed while the call waited for a permit of the fleet's limit.",
    );
  }
  return error;
}
