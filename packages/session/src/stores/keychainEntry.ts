import { AuthenticationError } from "../errors/authenticationError.ts";

/** One secret in the keychain of the system, as `@napi-rs/keyring` has it. */
export interface KeychainEntry {
  setPassword(password: string): Promise<void>;
  getPassword(): Promise<string | null | undefined>;
  deletePassword(): Promise<unknown>;
}

/** Finds the entry of an account. */
export type OpenEntry = (account: string) => KeychainEntry | Promise<KeychainEntry>;

/**
 * The entries of an owner in the keychain of the system; the library for it is loaded with the first one.
 *
 * @throws AuthenticationError (`store`) when that library is not installed, or does not load here
 */
export function keychainEntries(service: string): OpenEntry {
  return async (account) => {
    const { AsyncEntry } = await import("@napi-rs/keyring").catch(() => {
      throw new AuthenticationError("store", "There is no keychain to be had: @napi-rs/keyring does not load.", {
        hint: "Install it, with its optional dependencies; or keep secrets in a file: fileStore(dir), or --store file.",
      });
    });
    return new AsyncEntry(service, account);
  };
}
