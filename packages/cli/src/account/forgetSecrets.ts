import { rmSync } from "node:fs";
import { CREDENTIALS_KEY, tokenKeyOf } from "../helios/heliosKeys.ts";
import { SESSION_KEY, TOKEN_KEY } from "../keystone/openKeystone.ts";
import type { ProfileRecord } from "../profile/profileRecord.ts";
import { openStore, type StoreOwner, storeDirectory } from "../secrets/openStore.ts";

/** Removes what a profile keeps for a service from its store. Quiet where there is nothing. */
export async function forgetSecrets({ store, who }: ProfileRecord, owner: StoreOwner): Promise<void> {
  if (store === "keychain") {
    const keychain = await openStore("keychain", owner);
    const keys = owner.service === "keystone" ? [SESSION_KEY, TOKEN_KEY] : [CREDENTIALS_KEY, tokenKeyOf(who)];
    for (const key of keys) await keychain.delete(key);
  }
  // The keychain store has its leases there.
  rmSync(storeDirectory(owner), { recursive: true, force: true });
}
