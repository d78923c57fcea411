import { AuthenticationError } from "@latchkey/session";

/** One secret in the keychain of the system, as `@napi-rs/keyring` has it. */
export interface KeychainEntry {
  setPassword(password: string): Promise<void>;
  getPassword(): Promise<string | null | undefined>;
  deletePassword(): Promise<unknown>;
}

/** Finds the entry of an account. */
export type OpenEntry = (account: string) => KeychainEntry;

/** What the keychain shows as the owner of the secrets. */
const SERVICE = "latchkey";

/**
 * The keychain of the system.
 *
 * @throws AuthenticationError (`store`) when the optional package for it is not installed, or does not load here
 */
export async function loadKeychain(): Promise<OpenEntry> {
  try {
    const { AsyncEntry } = await import("@napi-rs/keyring");
    return (account) => new AsyncEntry(SERVICE, account);
  } catch {
    throw new AuthenticationError("store", "This installation cannot use a keychain: @napi-rs/keyring does not load.", {
      hint: "Use --store file, or install latchkey with its optional dependencies.",
    });
  }
}
