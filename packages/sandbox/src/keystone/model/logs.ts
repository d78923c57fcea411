import { fields } from "./field.ts";
import type { Model } from "./model.ts";
import { summaries } from "./summaries.ts";

const { text, integer, datetime, reference, json, address } = fields;

const user = { kind: "one", column: "user", model: "users", show: summaries.user } as const;
const read = {
  app: "logging",
  collection: ["GET"],
  staffOnly: true,
  permissions: { staffToo: true, read: (): boolean => true },
} as const;
const actions = ["create", "update", "delete", "access"];

export const audit: Model = {
  ...read,
  key: "audit",
  name: "AuditLog",
  path: "/logs/audit/",
  title: "History of records",
  item: ["GET"],
  order: "timestamp DESC, id DESC",
  fields: {
    action: integer(),
    record_name: text({ unfiltered: true }),
    object_pk: text(),
    object_id: integer({ nullable: true }),
    object_repr: text(),
    changes: json({ unfiltered: true }),
    changes_text: text(),
    cid: text({ nullable: true, max: 255 }),
    remote_addr: address({ nullable: true }),
    remote_port: integer({ nullable: true }),
    timestamp: datetime(),
    actor: reference("users", { nullable: true }),
    actor_email: text({ nullable: true }),
    content_type: reference("contentTypes"),
  },
  expansions: {
    action: { kind: "computed", from: (row) => actions[Number(row["action"])] ?? "access" },
    record_id: { kind: "computed", from: (row) => Number(row["object_pk"]) },
    _actor: { kind: "one", column: "actor", model: "users", show: summaries.user },
  },
  show: [
    "id",
    "record_name",
    "record_id",
    "action",
    "changes",
    "cid",
    "remote_addr",
    "remote_port",
    "timestamp",
    "actor",
    "_actor",
  ],
};

export const requestLogs: Model = {
  ...read,
  key: "requestLogs",
  name: "RequestLog",
  path: "/logs/requests/",
  title: "Requests that arrived",
  item: ["GET"],
  fields: {
    method: text({ max: 10 }),
    endpoint: text({ max: 2048 }),
    response_code: integer(),
    remote_address: text({ nullable: true, max: 40 }),
    timestamp: datetime(),
    cid: text({ nullable: true, max: 36 }),
    user: reference("users", { nullable: true }),
  },
  expansions: { _user: user },
  search: [
    "endpoint",
    "method",
    "response_code",
    "remote_address",
    "cid",
    "user.username",
    "user.first_name",
    "user.last_name",
  ],
};

export const tasks: Model = {
  ...read,
  key: "tasks",
  name: "TaskResult",
  path: "/logs/tasks/",
  title: "Results of background tasks",
  item: ["GET"],
  order: "date_done DESC, id DESC",
  fields: {
    task_id: text({ max: 255 }),
    periodic_task_name: text({ nullable: true, max: 255 }),
    task_name: text({ nullable: true, max: 255 }),
    task_args: text({ nullable: true }),
    task_kwargs: text({ nullable: true }),
    status: text({ max: 50 }),
    worker: text({ nullable: true, max: 100 }),
    content_type: text({ max: 128 }),
    content_encoding: text({ max: 64 }),
    result: text({ nullable: true }),
    date_created: datetime(),
    date_started: datetime({ nullable: true }),
    date_done: datetime(),
    traceback: text({ nullable: true }),
    meta: text({ nullable: true }),
  },
  search: ["periodic_task_name", "task_name", "status", "worker", "result", "traceback"],
};

export const feed: Model = {
  ...read,
  key: "feed",
  name: "FeedEntry",
  path: "/logs/feed/",
  title: "All logs in one",
  item: [],
  order: "timestamp DESC, id DESC",
  textId: true,
  fields: {
    id: text({ max: 20 }),
    record_id: integer(),
    record_type: text(),
    timestamp: datetime(),
    summary: text({ nullable: true }),
    cid: text({ nullable: true }),
    status: text({ nullable: true }),
    user: reference("users", { nullable: true }),
  },
  expansions: { _user: user },
  search: ["status", "summary", "cid", "user.username", "user.first_name", "user.last_name"],
  view: `SELECT 'r' || id AS id, id AS record_id, 'request' AS record_type, timestamp, endpoint AS summary,
      cid, CAST(response_code AS TEXT) AS status, "user" FROM requestLogs
    UNION ALL SELECT 't' || id, id, 'task', date_done, task_name, NULL, status, NULL FROM tasks
    UNION ALL SELECT 'a' || id, id, 'audit', timestamp, substr(record_name, instr(record_name, ' | ') + 3) || ' #' || object_pk || ' - ' || object_repr,
      cid, NULL, actor FROM audit`,
};
