import { join } from "node:path";
import { fileStore, memoryStore, type Store } from "@latchkey/session";
import { keychainStore } from "@latchkey/session/keychain";
import type { Service, StoreKind } from "../profile/profileRecord.ts";

/** Whose secrets a store holds. */
export interface StoreOwner {
  /** The directory of the profiles. */
  readonly directory: string;
  readonly profile: string;
  readonly service: Service;
}

/** The store in which a profile keeps what one service needs. */
export async function openStore(kind: StoreKind, owner: StoreOwner): Promise<Store> {
  if (kind === "memory") return memoryStore();
  const files = fileStore(storeDirectory(owner));
  if (kind === "file") return files;
  return keychainStore({ service: "latchkey", prefix: `${owner.profile}/${owner.service}/`, leases: files });
}

/** Where the file store of a profile's service is, and the leases of its keychain store. */
export function storeDirectory({ directory, profile, service }: StoreOwner): string {
  return join(directory, "sessions", profile, service);
}

/** How people are told where their session is. */
export function describeStore(kind: StoreKind, owner: StoreOwner): string {
  if (kind === "file") return `a file in ${storeDirectory(owner)}`;
  return kind === "keychain" ? "the keychain of this system" : "memory: it ends with this command";
}
