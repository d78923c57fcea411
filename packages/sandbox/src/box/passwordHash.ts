import { createHash, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive: (
  password: string,
  salt: string,
  length: number,
  cost: { N: number; r: number; p: number },
) => Promise<Buffer> = promisify(scrypt);
// A development server's trade: some 20 ms per login, off the main thread, instead of the 100 ms a public one should spend.
const cost = { N: 8192, r: 8, p: 1 };

/** Hashes a password or client secret with scrypt (RFC 7914) and a fresh salt: `scrypt$N$r$p$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16).toString("base64url");
  const hash = await derive(password, salt, 48, cost);
  return `scrypt$${cost.N}$${cost.r}$${cost.p}$${salt}$${hash.toString("base64url")}`;
}

/** Does the password belong to a hash that {@link hashPassword} made? Takes the same time either way. */
export async function verifyPassword(password: string, encoded: string): Promise<boolean> {
  const [scheme, N, r, p, salt, hash] = encoded.split("$");
  if (scheme !== "scrypt" || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, "base64url");
  const found = await derive(password, salt, expected.length, { N: Number(N), r: Number(r), p: Number(p) });
  return timingSafeEqual(found, expected);
}

/** SHA-256 in hex, for secrets that are long and random already (session ids, tokens): what a database may hold of them. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
