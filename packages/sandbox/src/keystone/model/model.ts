import type { RawBuilder } from "kysely";
import type { Call, Method } from "../call.ts";
import type { Row } from "../database.ts";
import type { Json } from "../http/json.ts";
import type { Field } from "./field.ts";

/** The keys of the models, which are also the names of their tables. */
export type ModelName =
  | "users"
  | "teams"
  | "memberships"
  | "requests"
  | "allocations"
  | "attachments"
  | "comments"
  | "reviews"
  | "clusters"
  | "grants"
  | "publications"
  | "notifications"
  | "preferences"
  | "audit"
  | "requestLogs"
  | "tasks"
  | "feed"
  | "contentTypes"
  | "groups"
  | "permissions";

/** A read-only part of a record's answer that is not a column. */
export type Expansion =
  /** The record a column refers to. */
  | { kind: "one"; column: string; model: ModelName; show: readonly string[] }
  /** The records of a `references` field. */
  | { kind: "many"; field: string; model: ModelName; show: readonly string[] }
  /** The records whose `column` refers to this one. */
  | {
      kind: "children";
      model: ModelName;
      column: string;
      show: readonly string[];
      /** SQL to order by; default id. */
      order?: string;
      /** SQL that further narrows them for a caller. */
      where?: (call: Call) => string | undefined;
    }
  /** One column of the records whose `column` refers to this one. */
  | { kind: "ids"; model: ModelName; column: string; value: string }
  /** The entries of the audit log about this record, newest first. */
  | { kind: "history" }
  | { kind: "computed"; from: (row: Row) => Json };

/** Which records a caller who is not staff sees; undefined stands for all. */
export type Scope = (call: Call) => RawBuilder<unknown> | undefined;

/**
 * May a caller who is not staff do this? Staff may, except where `staffToo` says that staff are asked as well. A rule reads the
 * body only where it depends on it: who is refused anyway is not told what is wrong with it.
 */
export interface Permissions {
  staffToo?: boolean;
  read?: (call: Call, row: Row) => boolean | Promise<boolean>;
  create?: (call: Call) => boolean | Promise<boolean>;
  update?: (call: Call, row: Row) => boolean | Promise<boolean>;
  remove?: (call: Call, row: Row) => boolean | Promise<boolean>;
}

/** Field errors by name, as a 400 answers them. */
export type FieldErrors = Record<string, Json>;

/** What a write is about to store: columns as they will be in the table, `references` as lists of ids. */
export interface Draft {
  values: Row;
  links: Record<string, number[]>;
  uploads: Record<string, { name: string; bytes: Uint8Array }>;
}

/**
 * One resource, declared: everything the server does with it is derived from this row. `create`, `read` and the rest of
 * `permissions` name the rule, never the staff shortcut.
 */
export interface Model {
  key: ModelName;
  /** Name in messages (`No Team matches the given query.`) and history. */
  name: string;
  /** Application label in history. */
  app: string;
  /** URL of the collection; models without one have no endpoint. */
  path?: string;
  /** Human title, for OPTIONS and the API description. */
  title: string;
  collection?: readonly Method[];
  item?: readonly Method[];
  fields: Record<string, Field>;
  expansions?: Record<string, Expansion>;
  /** Names of an answer, in order; default id, expansions, fields. */
  show?: readonly string[];
  /** Columns searched by `_search`; `team.name` goes through a reference. */
  search?: readonly string[];
  order?: string;
  /** Is the primary key text? */
  textId?: boolean;
  /** A view, so no table is made. */
  view?: string;
  label?: (row: Row, call: Call) => string | Promise<string>;
  /** Kept in the audit log, with these extra entries on creation. */
  history?: Record<string, string>;
  /** Sets of columns that may not repeat. */
  together?: readonly (readonly string[])[];
  listScope?: Scope;
  itemScope?: Scope;
  staffOnly?: boolean;
  permissions: Permissions;
  /** Cross-field rules, asked when every field is fine by itself; also the place to derive columns. */
  check?: (
    call: Call,
    draft: Draft,
    existing: Row | undefined,
  ) => FieldErrors | undefined | Promise<FieldErrors | undefined>;
  /** Why this caller may not delete a record after all. */
  keeps?: (call: Call, row: Row) => string | undefined;
  /** What else goes when a record is deleted, or what forbids it. */
  onDelete?: readonly { model: ModelName; column: string; rule: "cascade" | "protect" | "forget" }[];
}
