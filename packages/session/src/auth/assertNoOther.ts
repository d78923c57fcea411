import type { AuthStrategy } from "../contracts/authStrategy.ts";
import type { Store } from "../contracts/store.ts";
import { UsageError } from "../errors/usageError.ts";

/** Refuses a second store for a strategy: what it keeps is in one place. */
export function assertNoOther({ name, store: kept }: AuthStrategy, store: Store): void {
  if (kept === undefined || kept === store) return;
  throw new UsageError("option", `store: ${name} keeps what it gets in the store "${kept.name}" already.`, {
    hint: "Give a store to the strategy or to its session, and the same one to all sessions that share the strategy.",
  });
}
