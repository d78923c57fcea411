import type { SessionOptions } from "@latchkey/session";
import type { Door } from "../wire/faultProxy.ts";
import type { Site } from "./site.ts";

export type Mode = "async" | "blocking";

/** Options that every kind of session takes. */
export type SharedOptions = Pick<SessionOptions, "retry" | "limits" | "tls" | "headers" | "proxy" | "cid">;

/** Where an operation is tried. */
export interface Place {
  readonly site: Site;
  readonly door: Door;
  /** Where the session looks for the server: the door, or a name that leads nowhere. */
  readonly origin: string;
  readonly mode: Mode;
  readonly options: SharedOptions;
  /** How long the operation itself may take; what comes before and after has more. */
  readonly timing: { readonly timeout?: number; readonly deadline?: number };
  /** Whether the fault strikes every request, not only the operation's own. */
  readonly strikesAll: boolean;
  /** An empty directory of this one try. */
  readonly directory: string;
}

/** An operation that is ready: its session is open, and what it needs is there. */
export interface Ready {
  /** Does it; what it returns is compared where it tells success from refusal. */
  readonly run: () => Promise<unknown>;
  /** Once the fault is over: throws when the operation lost or damaged what was there before. */
  readonly intact: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Something that users do. */
export interface Operation {
  readonly name: OperationName;
  /** Which server is behind the door. */
  readonly server: "keystone" | "helios";
  /** The request that a fault is for. */
  readonly target: { readonly method: string; readonly path: string };
  readonly prepare: (place: Place) => Promise<Ready>;
}

export type OperationName = "login" | "get" | "post" | "upload" | "token" | "check" | "batch" | "download";
