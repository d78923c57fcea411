import { sql } from "kysely";
import { callerId, isStaff } from "../call.ts";
import { fields } from "./field.ts";
import type { Model, Permissions, Scope } from "./model.ts";
import { summaries } from "./summaries.ts";

const { text, boolean, datetime, reference, choice, json } = fields;

export const notificationTypes: Record<string, string> = {
  GM: "General Message",
  RE: "Upcoming Request Expiration",
  RD: "Request Past Expiration",
};

const mine: Scope = (call) => sql`"user" = ${callerId(call)}`;
const owner: Permissions["read"] = (call, row) => row["user"] === callerId(call);
const user = { kind: "one", column: "user", model: "users", show: summaries.user } as const;

export const notifications: Model = {
  key: "notifications",
  name: "Notification",
  app: "notifications",
  path: "/notifications/notifications/",
  title: "Notifications",
  collection: ["GET"],
  item: ["GET", "PATCH"],
  fields: {
    time: datetime({ readOnly: true, stamp: "created" }),
    read: boolean({ initial: false }),
    subject: text({ readOnly: true, max: 250 }),
    message_text: text({ readOnly: true, writeOnly: true }),
    message_html: text({ readOnly: true }),
    notification_type: choice(notificationTypes, { readOnly: true, initial: "GM" }),
    user: reference("users", { readOnly: true }),
  },
  expansions: { _user: user },
  listScope: mine,
  permissions: { staffToo: true, read: owner, update: owner },
};

export const preferences: Model = {
  key: "preferences",
  name: "Preference",
  app: "notifications",
  path: "/notifications/preferences/",
  title: "Notification preferences",
  fields: {
    request_expiry_thresholds: json({ initial: [30, 14], unfiltered: true }),
    notify_on_expiration: boolean({ initial: true }),
    user: reference("users", { unique: true, unfiltered: true }),
  },
  expansions: { _user: user },
  search: ["user.username", "user.first_name", "user.last_name"],
  listScope: mine,
  permissions: { read: owner, create: () => true, update: owner, remove: owner },
  async check(call, { values }, existing) {
    if (existing === undefined) values["user"] ??= callerId(call);
    const { user: chosen } = values;
    if (chosen === undefined) return undefined;
    if (chosen !== callerId(call) && !isStaff(call)) {
      return { user: ["User field cannot be set to a different user than the request submitter."] };
    }
    const { rows } =
      await sql`SELECT 1 FROM preferences WHERE "user" = ${chosen} AND id <> ${existing?.["id"] ?? 0}`.execute(call.db);
    return rows.length > 0 ? { user: ["preference with this user already exists."] } : undefined;
  },
};
