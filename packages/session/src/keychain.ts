/** A store in the keychain of the system. Needs `@napi-rs/keyring`. */

export { type KeychainStoreOptions, keychainStore } from "./stores/keychainStore.ts";
