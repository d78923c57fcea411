import { jsonText } from "@latchkey/session";
import { isSealed, seal, unseal } from "./sealedText.ts";

/** How values become the texts that Redis keeps, and back. */
export interface ValueText {
  /** @throws UsageError (`option`) for what is not JSON */
  write(key: string, value: unknown, name: string): string;
  /** The value; `undefined` for a text that cannot be used. */
  read(text: string, name: string): unknown;
}

/**
 * Texts are JSON, or with a key that JSON sealed. With a key nothing but what was sealed with it is read: whoever can
 * write to Redis plants no token.
 *
 * @param unusable - told why a text cannot be used
 */
export function valueText(secret: Uint8Array | undefined, unusable: (problem: string) => void): ValueText {
  function open(text: string, name: string): string | undefined {
    if (secret === undefined) {
      if (isSealed(text)) unusable("it is encrypted, and this store has no encryptionKey");
      return isSealed(text) ? undefined : text;
    }
    const opened = unseal(text, secret, name);
    if (opened === undefined) unusable("it was not encrypted with this store's encryptionKey for this name");
    return opened;
  }

  return {
    write(key, value, name) {
      const json = jsonText(key, value);
      return secret === undefined ? json : seal(json, secret, name);
    },
    read(text, name) {
      const json = open(text, name);
      if (json === undefined) return undefined;
      try {
        return JSON.parse(json);
      } catch {
        unusable("it is not JSON");
        return undefined;
      }
    },
  };
}
