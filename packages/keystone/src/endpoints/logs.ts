import type { NumberFilters, TextFilters, TimeFilters, ValueFilters } from "./filters.ts";
import type { Changes, HistoryEntry } from "./history.ts";
import type { ListParams, Page, Searchable } from "./page.ts";
import type { Archive, Report } from "./shapes.ts";
import type { UserSummary } from "./users.ts";

/** One change to any record. For staff, as all logs are. */
export interface AuditLog {
  readonly id: number;
  /** `"app | Model"`. */
  readonly record_name: string;
  readonly record_id: number;
  readonly action: HistoryEntry["action"];
  readonly changes: Changes | null;
  readonly cid: string | null;
  readonly remote_addr: string | null;
  readonly remote_port: number | null;
  readonly timestamp: string;
  readonly actor: number | null;
  readonly _actor: UserSummary | null;
}

/** One request that the server answered. */
export interface RequestLog {
  readonly id: number;
  readonly method: string;
  /** Path and query. */
  readonly endpoint: string;
  readonly response_code: number;
  readonly remote_address: string | null;
  readonly timestamp: string;
  readonly cid: string | null;
  readonly user: number | null;
  readonly _user: UserSummary | null;
}

/** One background task. */
export interface TaskResult {
  readonly id: number;
  readonly task_id: string;
  readonly periodic_task_name: string | null;
  readonly task_name: string | null;
  readonly task_args: string | null;
  readonly task_kwargs: string | null;
  readonly status: string;
  readonly worker: string | null;
  readonly content_type: string;
  readonly content_encoding: string;
  readonly result: string | null;
  readonly date_created: string;
  readonly date_started: string | null;
  readonly date_done: string;
  readonly traceback: string | null;
  readonly meta: string | null;
}

/** Which log a line of the feed is from. */
export type FeedRecordType = "request" | "task" | "audit";

/** One line of all logs together. */
export interface FeedEntry {
  /** `r`, `t` or `a`, then `record_id`. */
  readonly id: string;
  readonly record_id: number;
  readonly record_type: FeedRecordType;
  readonly timestamp: string;
  /** Path of the request, name of the task, or label of the record. */
  readonly summary: string | null;
  /** Status code of the request, or state of the task. */
  readonly status: string | null;
  readonly cid: string | null;
  readonly user: number | null;
  readonly _user: UserSummary | null;
}

/** What a list of changes can be filtered by. */
export interface AuditLogFilters
  extends NumberFilters<"id" | "object_id" | "remote_port">,
    // Create, update, delete, access.
    NumberFilters<"action", 0 | 1 | 2 | 3>,
    TextFilters<"object_pk" | "object_repr" | "changes_text" | "cid" | "actor_email">,
    TimeFilters<"timestamp">,
    ValueFilters<"actor" | "content_type">,
    ValueFilters<"remote_addr", string> {}

/** What a list of answered requests can be filtered by. */
export interface RequestLogFilters
  extends Searchable,
    NumberFilters<"id" | "response_code">,
    TextFilters<"method" | "endpoint" | "remote_address" | "cid">,
    TimeFilters<"timestamp">,
    ValueFilters<"user"> {}

type TaskText =
  | "task_id"
  | "periodic_task_name"
  | "task_name"
  | "task_args"
  | "task_kwargs"
  | "status"
  | "worker"
  | "content_type"
  | "content_encoding"
  | "result"
  | "traceback"
  | "meta";

/** What a list of background tasks can be filtered by. */
export interface TaskResultFilters
  extends Searchable,
    NumberFilters<"id">,
    TextFilters<TaskText>,
    TimeFilters<"date_created" | "date_started" | "date_done"> {}

/** What the feed can be filtered by. */
export interface FeedFilters
  extends Searchable,
    NumberFilters<"record_id">,
    TextFilters<"id" | "summary" | "cid" | "status">,
    TextFilters<"record_type", FeedRecordType>,
    TimeFilters<"timestamp">,
    ValueFilters<"user"> {}

/** What happened on the server. For staff. */
export interface LogsEndpoints {
  readonly "logs/audit": Archive<AuditLog, AuditLogFilters>;
  readonly "logs/requests": Archive<RequestLog, RequestLogFilters>;
  readonly "logs/tasks": Archive<TaskResult, TaskResultFilters>;
  /** Its entries cannot be read one by one. */
  readonly "logs/feed": Report<Page<FeedEntry>, FeedFilters & ListParams> & { readonly row: FeedEntry };
}
