import type { Store } from "../contracts/store.ts";
import { isThenable } from "../driver/isThenable.ts";

/** Deletes a key if `where` holds for what is stored: asked right before, with nothing in between in a blocking store. */
export function deleteWhere(store: Store, key: string, where: (stored: unknown) => boolean): void | Promise<void> {
  const decide = (stored: unknown): void | Promise<void> => (where(stored) ? store.delete(key) : undefined);
  const stored = store.get(key);
  return isThenable(stored) ? Promise.resolve(stored).then(decide) : decide(stored);
}
