import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const MARK = "latchkey1.";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The key that a store takes, in bytes: AES-256. */
export const KEY_BYTES = 32;

/** Whether a text was made by {@link seal}. */
export function isSealed(text: string): boolean {
  return text.startsWith(MARK);
}

/**
 * Encrypts a text with AES-256-GCM under a nonce of its own. `place` is authenticated with it: what was sealed for one
 * place cannot be opened at another.
 *
 * @see NIST SP 800-38D
 */
export function seal(text: string, key: Uint8Array, place: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(MARK + place));
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return MARK + sealed.toString("base64url");
}

/** The text that was sealed; `undefined` when it was changed, moved, or sealed with another key. */
export function unseal(sealed: string, key: Uint8Array, place: string): string | undefined {
  const bytes = Buffer.from(sealed.slice(MARK.length), "base64url");
  if (!isSealed(sealed) || bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(MARK + place));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
  } catch {
    return undefined;
  }
}
