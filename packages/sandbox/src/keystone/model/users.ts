import { sql } from "kysely";
import { hashPassword } from "../../box/passwordHash.ts";
import { passwordProblems } from "../auth/passwordRules.ts";
import { callerId, isStaff } from "../call.ts";
import type { Row } from "../database.ts";
import { type Field, fields } from "./field.ts";
import type { Model } from "./model.ts";

const { text, email, boolean, datetime, references } = fields;

const staffFields = ["is_active", "is_staff", "is_ldap_user", "is_superuser", "groups", "user_permissions"];
const flag = (initial: boolean): Field => boolean({ initial });

/** "First Last", else first name, else username. */
function displayName(row: Row): string {
  if (row["first_name"] && row["last_name"]) return `${String(row["first_name"])} ${String(row["last_name"])}`;
  return String(row["first_name"] || row["username"]);
}

/** Initials, else the first initial, else the first two letters of the username. */
function abbreviation(row: Row): string {
  const beginning = (name: Row[string] | undefined, count: number): string =>
    Array.from(String(name ?? ""))
      .slice(0, count)
      .join("");
  const [first, last] = [beginning(row["first_name"], 1), beginning(row["last_name"], 1)];
  return (first && last ? first + last : first || beginning(row["username"], 2)).toUpperCase();
}

export const users: Model = {
  key: "users",
  name: "User",
  app: "users",
  path: "/users/users/",
  title: "User accounts",
  fields: {
    is_superuser: flag(false),
    username: text({
      required: true,
      max: 150,
      unique: true,
      pattern: {
        expression: /^[\p{L}\p{N}_.@+-]+$/u,
        message: "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.",
      },
    }),
    password: text({ required: true, max: 128, writeOnly: true, unfiltered: true }),
    first_name: text({ nullable: true, max: 150 }),
    last_name: text({ nullable: true, max: 150 }),
    email: email({ nullable: true, max: 254 }),
    department: text({ nullable: true, max: 1000 }),
    role: text({ nullable: true, max: 1000 }),
    is_active: flag(true),
    is_staff: flag(false),
    is_ldap_user: flag(false),
    date_joined: datetime({ readOnly: true, stamp: "created" }),
    last_login: datetime({ readOnly: true, nullable: true }),
    groups: references("groups"),
    user_permissions: references("permissions"),
  },
  expansions: {
    display_name: { kind: "computed", from: displayName },
    abbreviation: { kind: "computed", from: abbreviation },
    _membership: { kind: "children", model: "memberships", column: "user", show: ["id", "team", "role", "_team"] },
    _history: { kind: "history" },
  },
  search: ["username", "first_name", "last_name", "email", "department", "role"],
  label: (row) => String(row["username"]),
  history: {
    membership: "users.Membership.None",
    submitted_allocationrequest_set: "allocations.AllocationRequest.None",
  },
  listScope: () => sql`is_active = 1`,
  itemScope: () => sql`is_active = 1`,
  permissions: {
    create: () => false,
    update: (call, row) => row["id"] === callerId(call),
    remove: (call, row) => row["id"] === callerId(call),
  },
  async check(call, { values, links }, existing) {
    const { password } = values;
    if (typeof password === "string") {
      const problems = passwordProblems(password);
      if (problems.length > 0) return { non_field_errors: problems };
      values["password"] = await hashPassword(password);
    }
    if (existing !== undefined && !isStaff(call)) {
      for (const name of staffFields) {
        delete values[name];
        delete links[name];
      }
    }
    return undefined;
  },
  // The real server deletes the session's user, cannot write its log entry and fails.
  keeps: (call, row) =>
    row["id"] === call.actor
      ? "The user of this session cannot be deleted; use another account or an API token."
      : undefined,
  onDelete: [
    { model: "requests", column: "submitter", rule: "protect" },
    { model: "comments", column: "user", rule: "protect" },
    { model: "reviews", column: "reviewer", rule: "protect" },
    { model: "memberships", column: "user", rule: "cascade" },
    { model: "notifications", column: "user", rule: "cascade" },
    { model: "preferences", column: "user", rule: "cascade" },
    { model: "audit", column: "actor", rule: "forget" },
    { model: "requestLogs", column: "user", rule: "forget" },
  ],
};
