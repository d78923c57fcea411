import type { BlockingStore } from "../contracts/store.ts";
import { jsonText } from "./jsonText.ts";

interface Kept {
  readonly text: string;
  readonly expiresAt: number;
}

/** What the holder of a lease shows of itself. */
interface Holder {
  sign: string;
}

/**
 * A store that lasts as long as the process. Values are copied on their way in and out; printing it shows none of them.
 * Of the sessions that share it and need a credential at the same moment, one asks.
 *
 * @example
 * ```ts
 * const store = memoryStore(); // shared by two sessions: the second reuses the first one's token
 * ```
 */
export function memoryStore(): BlockingStore {
  const kept = new Map<string, Kept>();
  const holders = new Map<string, Holder>();
  let beats = 0;

  function get(key: string): unknown {
    const found = kept.get(key);
    if (found === undefined) return undefined;
    if (Date.now() < found.expiresAt) return JSON.parse(found.text);
    kept.delete(key);
    return undefined;
  }

  function nextSign(): string {
    beats += 1;
    return String(beats);
  }

  return {
    name: "memory",
    blocking: true,
    get,
    set(key, value, { expiresAt = Infinity, replaces } = {}) {
      const text = jsonText(key, value);
      if (replaces === undefined || replaces(get(key))) kept.set(key, { text, expiresAt });
    },
    delete(key) {
      kept.delete(key);
    },
    lease(key, stale) {
      const holder = holders.get(key);
      if (holder !== undefined && holder.sign !== stale) return { sign: holder.sign };
      const mine = { sign: nextSign() };
      holders.set(key, mine);
      return {
        lease: {
          beat() {
            if (holders.get(key) !== mine) return false;
            mine.sign = nextSign();
            return true;
          },
          release() {
            if (holders.get(key) === mine) holders.delete(key);
          },
        },
      };
    },
  };
}
