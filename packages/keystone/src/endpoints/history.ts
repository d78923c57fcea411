import type { UserSummary } from "./users.ts";

/** What changed: the value before and the value after of each field, as text; `"None"` where there was none. */
export type Changes = Readonly<Record<string, readonly [before: string, after: string]>>;

/** One change to a record. */
export interface HistoryEntry {
  readonly id: number;
  readonly timestamp: string;
  readonly action: "create" | "update" | "delete" | "access";
  /** The user who did it; `null` for tokens, background work, and users who are gone. */
  readonly actor: number | null;
  readonly _actor: UserSummary | null;
  readonly changes: Changes | null;
}

/** Records that tell what was done to them, newest first. Treat it as sensitive. */
export interface Recorded {
  readonly _history: readonly HistoryEntry[];
}
