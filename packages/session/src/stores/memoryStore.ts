import type { BlockingStore } from "../contracts/store.ts";
import { jsonText } from "./jsonText.ts";

interface Kept {
  readonly text: string;
  readonly expiresAt: number;
}

/**
 * A store that lasts as long as the process. Values are copied on their way in and out; printing it shows none of them.
 * It offers no lease: sessions that share it and need a credential at the same moment each ask for one.
 *
 * @example
 * ```ts
 * const store = memoryStore(); // shared by two sessions: the second reuses the first one's token
 * ```
 */
export function memoryStore(): BlockingStore {
  const kept = new Map<string, Kept>();

  function get(key: string): unknown {
    const found = kept.get(key);
    if (found === undefined) return undefined;
    if (Date.now() < found.expiresAt) return JSON.parse(found.text);
    kept.delete(key);
    return undefined;
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
  };
}
