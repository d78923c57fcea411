import type { Peer } from "../box/service.ts";
import type { Database, Row } from "./database.ts";
import type { Body } from "./http/body.ts";
import type { Site } from "./site.ts";

/** HTTP methods a view can have. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Everything a view may know about the request it answers. A step of a batch is a call too, in its batch's name. */
export interface Call {
  readonly site: Site;
  /** The database, or the transaction this call is part of. */
  readonly db: Database;
  readonly inTransaction: boolean;
  readonly method: string;
  /** Path and query, with the host the client used. */
  readonly url: URL;
  readonly headers: Headers;
  readonly peer: Peer;
  readonly cid: string;
  /** Who is calling; undefined when nobody has been authenticated. */
  readonly user: Row | undefined;
  /** The session's key, when a session authenticated the call. */
  readonly session: string | undefined;
  /** The user that history names: the session's, as a token leaves no trace there. */
  readonly actor: number | null;
  /** Reads the body, once. */
  body(): Promise<Body>;
  /** `Set-Cookie` values to answer with. */
  readonly cookies: string[];
}

/** Is the caller staff? Nobody is not. */
export function isStaff(call: Call): boolean {
  return call.user?.["is_staff"] === 1;
}

/** The caller's number; 0, which no record has, for nobody. */
export function callerId(call: Call): number {
  return Number(call.user?.["id"] ?? 0);
}

/** Runs `work` in one transaction: the one the call is in already, or a new one. */
export function inTransaction<T>(call: Call, work: (call: Call) => Promise<T>): Promise<T> {
  if (call.inTransaction) return work(call);
  return call.db.transaction().execute((db) => work({ ...call, db, inTransaction: true }));
}
