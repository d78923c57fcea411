import type { Clock } from "../../box/clock.ts";

/** Counts requests per caller in a sliding minute. */
export interface Throttle {
  /** Counts one request; returns 0 when it may pass, else the seconds until one may. A refused request does not count. */
  take(caller: string, anonymous: boolean): number;
}

const period = 60_000;

/** The real server's rates, per minute. */
export const rates = { anonymous: 120, user: 300 };

/** A throttle with the real server's rates, or one that never refuses. */
export function createThrottle(clock: Clock, enabled: boolean): Throttle {
  if (!enabled) return { take: () => 0 };
  const seen = new Map<string, number[]>();
  return {
    take(caller, anonymous) {
      const now = clock.now();
      const times = (seen.get(caller) ?? []).filter((time) => time > now - period);
      const oldest = times[0];
      if (oldest !== undefined && times.length >= (anonymous ? rates.anonymous : rates.user))
        return (oldest + period - now) / 1000;
      times.push(now);
      // Callers are told apart by an address they may invent, so forget those that have been quiet.
      if (seen.size > 10_000) for (const [key, list] of seen) if ((list.at(-1) ?? 0) <= now - period) seen.delete(key);
      seen.set(caller, times);
      return 0;
    },
  };
}
