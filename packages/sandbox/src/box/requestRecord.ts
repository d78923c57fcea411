/** What the box remembers of a request that arrived. Holds no secret: credentials are kinds and fingerprints, cookies are names. */
export interface RequestRecord {
  method: string;
  /** Path without query. */
  path: string;
  /** Query parameters; values whose name sounds secret are replaced by `"…"`. The last one wins. */
  query: Record<string, string>;
  /** Allowed headers only: accept, content-type, content-length, user-agent, referer, origin and x-keystone-cid. */
  headers: Record<string, string>;
  /** The scheme of `Authorization` in lower case (`"token"`, `"bearer"`, `"basic"`), `"cookie"` or `"none"`. */
  credential: string;
  /** First 12 hex digits of the SHA-256 of that credential: tells whether two requests used the same one. */
  fingerprint: string | undefined;
  cookies: string[];
  /** Was an `X-CSRFToken` header sent? */
  csrf: boolean;
  /** Number of the connection, counted from 1: two requests on the same one share it. */
  connection: number;
}
