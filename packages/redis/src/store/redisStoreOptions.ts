import { callable, checkOptions, defaulting, matching, number, type StoreWarning, text } from "@latchkey/session";
import { KEY_BYTES } from "./sealedText.ts";

/** Options of `redisStore`. */
export interface RedisStoreOptions {
  /** What the names of all keys begin with. Default `"latchkey:"`. */
  readonly prefix?: string | undefined;
  /**
   * Encrypts every value with AES-256-GCM: 32 random bytes, or the same in base64 (`openssl rand -base64 32`). Every
   * host needs the same one. Values that were stored without it, with another one or under another name are not used.
   * Default: values are kept as they are, readable for whoever may read Redis.
   */
  readonly encryptionKey?: Uint8Array | string | undefined;
  /** How long any command may take, in ms; a lost connection is waited for as long. 1 to 2000, default 500. */
  readonly timeout?: number | undefined;
  /**
   * Told of a value that is there and cannot be used, and why. Default: a warning in the log, category
   * `["latchkey", "store"]`.
   */
  readonly onWarning?: StoreWarning | undefined;
}

const isKey = (value: unknown): value is Uint8Array | string =>
  value instanceof Uint8Array
    ? value.length === KEY_BYTES
    : typeof value === "string" && /^[A-Za-z0-9+/_-]{43}=?$/.test(value);

/** How long any command may take. Sessions wait two seconds for a store at most. */
export const timeoutCheck = defaulting(number({ min: 1, max: 2_000 }), 500);

const SHAPE = {
  prefix: defaulting(text(), "latchkey:"),
  encryptionKey: matching("32 bytes, or the same in base64", isKey, { secret: true }),
  timeout: timeoutCheck,
  onWarning: callable<StoreWarning>(),
};

/** The options, checked. */
export interface CheckedRedisStoreOptions {
  readonly prefix: string;
  /** Bytes of our own. */
  readonly key: Uint8Array | undefined;
  readonly timeout: number;
  readonly onWarning: StoreWarning | undefined;
}

export function checkRedisStoreOptions(options: RedisStoreOptions): CheckedRedisStoreOptions {
  const { encryptionKey, ...rest } = checkOptions(options, SHAPE);
  return { ...rest, key: keyBytes(encryptionKey) };
}

function keyBytes(key: Uint8Array | string | undefined): Uint8Array | undefined {
  if (typeof key === "string") return Buffer.from(key, "base64");
  return key === undefined ? undefined : Uint8Array.from(key);
}
