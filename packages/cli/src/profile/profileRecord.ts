/** Where a session is kept. */
export type StoreKind = "file" | "keychain" | "memory";

export const STORE_KINDS: readonly StoreKind[] = ["file", "keychain", "memory"];

/** The two servers that a profile can know. */
export type Service = "keystone" | "helios";

export const SERVICES: readonly Service[] = ["keystone", "helios"];

/** What a profile knows of one service. It holds no secret: those are in the store that it names. */
export interface ProfileRecord {
  /** Base URL. */
  readonly url: string;
  /** Who signed in: a user name, a client id, or `token`. */
  readonly who: string;
  readonly store: StoreKind;
  /** ISO 8601. */
  readonly signedInAt: string;
  /** Keystone: whether the secret is a service's API token instead of a session. */
  readonly token?: boolean | undefined;
}

/** A record from a file that anybody may have edited; `undefined` when it is none. */
export function readProfileRecord(value: unknown): ProfileRecord | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const given: Partial<Record<keyof ProfileRecord, unknown>> = value;
  const { url, who, signedInAt, token } = given;
  const store = STORE_KINDS.find((kind) => kind === given.store);
  if (typeof url !== "string" || typeof who !== "string" || store === undefined) return undefined;
  return {
    url,
    who,
    store,
    signedInAt: typeof signedInAt === "string" ? signedInAt : "",
    ...(token === true && { token }),
  };
}
