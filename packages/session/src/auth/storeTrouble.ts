import type { Store } from "../contracts/store.ts";
import { AuthenticationError } from "../errors/authenticationError.ts";
import { LatchkeyError } from "../errors/latchkeyError.ts";

/**
 * The warning for a store that failed where nothing depends on it.
 *
 * @param what - ends the sentence that begins with the store's name, such as "could not keep the token"
 * @param without - what goes on without it: the hint, where the store's own error has none
 */
export function storeTrouble(store: Store, what: string, error: unknown, without: string): AuthenticationError {
  // Another library's error may quote what it was given.
  const known = error instanceof LatchkeyError ? error : undefined;
  const hint = known?.hint ?? `${without} without it; see that the store is reachable.`;
  return new AuthenticationError("store", `The store "${store.name}" ${what}: ${known?.message ?? "it failed."}`, {
    hint,
  });
}
