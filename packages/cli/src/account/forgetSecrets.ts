import { rmSync } from "node:fs";
import { fileStore, type Store } from "@latchkey/session";
import { CREDENTIALS_KEY, tokenKeyOf } from "../helios/heliosKeys.ts";
import { SESSION_KEY, TOKEN_KEY } from "../keystone/openKeystone.ts";
import { isObject } from "../output/columns.ts";
import type { ProfileRecord, StoreKind } from "../profile/profileRecord.ts";
import { openStore, type StoreOwner, storeDirectory } from "../secrets/openStore.ts";
import { probeKeychain } from "../secrets/probeKeychain.ts";

/**
 * Removes all that a profile keeps for a service. Quiet where there is nothing.
 *
 * @param record - where it is said to be; without one that can be used, it is looked for in every store
 */
export async function forgetSecrets(
  record: ProfileRecord | undefined,
  owner: StoreOwner,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (record === undefined ? await probeKeychain(env) : record.store === "keychain") {
    const keychain = await openStore("keychain", owner);
    await forget(keychain, keysOf(owner, record?.who ?? (await keptClient(keychain))));
  }
  // The keychain store has its leases there.
  rmSync(storeDirectory(owner), { recursive: true, force: true });
}

/** A sign-in that took the place of another one. */
export interface Replacement {
  readonly owner: StoreOwner;
  /** What the profile said until now. */
  readonly before: ProfileRecord | undefined;
  readonly store: StoreKind;
  /** The keys that it has put there. */
  readonly kept: readonly string[];
}

/** Removes what an earlier sign-in kept, elsewhere or as something else. */
export async function forgetReplaced({ owner, before, store, kept }: Replacement): Promise<void> {
  const all = keysOf(owner, before?.who);
  const oldIn = (kind: StoreKind): readonly string[] =>
    store === kind ? all.filter((key) => !kept.includes(key)) : all;
  if (before?.store === "keychain") await forget(await openStore("keychain", owner), oldIn("keychain"));
  await forget(fileStore(storeDirectory(owner)), oldIn("file"));
}

/** Every key under which a service may keep something for a user. */
function keysOf({ service }: StoreOwner, who: string | undefined): readonly string[] {
  if (service === "keystone") return [SESSION_KEY, TOKEN_KEY];
  return who === undefined ? [CREDENTIALS_KEY] : [CREDENTIALS_KEY, tokenKeyOf(who)];
}

async function forget(store: Store, keys: readonly string[]): Promise<void> {
  for (const key of keys) await store.delete(key);
}

async function keptClient(store: Store): Promise<string | undefined> {
  const kept: unknown = await store.get(CREDENTIALS_KEY);
  return isObject(kept) && "clientId" in kept && typeof kept.clientId === "string" ? kept.clientId : undefined;
}
