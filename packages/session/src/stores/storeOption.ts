import type { Store } from "../contracts/store.ts";
import { matching, type OptionCheck } from "../request/optionChecks.ts";

function isStore(value: unknown): value is Store {
  if (typeof value !== "object" || value === null || !("blocking" in value)) return false;
  return ["get", "set", "delete"].every((name) => typeof Reflect.get(value, name) === "function");
}

/**
 * A {@link Store}.
 *
 * @example
 * const shape = { store: storeOption() }; // "store must be a store, …"
 */
export function storeOption(): OptionCheck<Store | undefined> {
  return matching("a store, e.g. memoryStore() or fileStore(dir)", isStore, { secret: true });
}
