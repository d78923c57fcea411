import { sql } from "kysely";
import { callerId, isStaff } from "../call.ts";
import type { Row } from "../database.ts";
import { saidOf } from "../http/body.ts";
import { fields } from "./field.ts";
import type { Model } from "./model.ts";
import { leads, myTeams, teamExists } from "./scopes.ts";
import { slugify } from "./slugify.ts";
import { summaries } from "./summaries.ts";

const { text, boolean, reference, choice } = fields;

export const roles: Record<string, string> = { OW: "Owner", AD: "Admin", MB: "Member" };

export const teams: Model = {
  key: "teams",
  name: "Team",
  app: "users",
  path: "/users/teams/",
  title: "Teams",
  fields: {
    name: text({ required: true, max: 255, unique: true, immutable: true }),
    slug: text({ readOnly: true, max: 255 }),
    is_active: boolean({ initial: true, whenAbsent: true }),
  },
  expansions: {
    users: { kind: "ids", model: "memberships", column: "team", value: "user" },
    _membership: { kind: "children", model: "memberships", column: "team", show: ["id", "user", "role", "_user"] },
    _history: { kind: "history" },
  },
  search: ["name"],
  label: (row) => String(row["name"]),
  history: { membership: "users.Membership.None" },
  listScope: (call) => sql`is_active = 1 AND id IN ${myTeams(call)}`,
  itemScope: () => sql`is_active = 1`,
  permissions: {
    create: () => true,
    update: (call, row) => leads(call, row["id"]),
    remove: (call, row) => leads(call, row["id"]),
  },
  async check(call, { values }, existing) {
    if (existing !== undefined) return undefined;
    if (!isStaff(call) && values["is_active"] === 0) {
      return { is_active: ["This field cannot be set to False on new records by non-staff users."] };
    }
    const slug = slugify(String(values["name"]));
    values["slug"] = slug;
    const { rows } = await sql`SELECT 1 FROM teams WHERE slug = ${slug}`.execute(call.db);
    return rows.length > 0 ? { name: ["A team with this name already exists."] } : undefined;
  },
  onDelete: [
    { model: "memberships", column: "team", rule: "cascade" },
    { model: "grants", column: "team", rule: "cascade" },
    { model: "publications", column: "team", rule: "cascade" },
    { model: "requests", column: "team", rule: "cascade" },
  ],
};

const active = sql`team IN (SELECT id FROM teams WHERE is_active = 1) AND "user" IN (SELECT id FROM users WHERE is_active = 1)`;

export const memberships: Model = {
  key: "memberships",
  name: "Membership",
  app: "users",
  path: "/users/memberships/",
  title: "Team memberships",
  fields: {
    role: choice(roles, { required: true }),
    user: reference("users", { required: true }),
    team: reference("teams", { required: true }),
  },
  expansions: {
    _user: { kind: "one", column: "user", model: "users", show: summaries.user },
    _team: { kind: "one", column: "team", model: "teams", show: summaries.team },
    _history: { kind: "history" },
  },
  search: ["team.name", "user.username", "user.first_name", "user.last_name"],
  label: async (row, call) => {
    const { rows } = await sql<Row>`SELECT u.username || ' - ' || t.name AS text FROM users u, teams t
      WHERE u.id = ${row["user"] ?? 0} AND t.id = ${row["team"] ?? 0}`.execute(call.db);
    return String(rows[0]?.["text"] ?? row["id"]);
  },
  history: {},
  together: [["user", "team"]],
  listScope: () => active,
  itemScope: () => active,
  permissions: {
    async create(call) {
      const team = await saidOf(call, "team");
      // Without a team that exists there is nothing to be allowed or forbidden: validation says what is missing.
      return !(await teamExists(call, team)) || leads(call, team);
    },
    async update(call, row) {
      if (!(await leads(call, row["team"]))) return false;
      const team = await saidOf(call, "team");
      return team === undefined || !(await teamExists(call, team)) || leads(call, team);
    },
    remove: async (call, row) => row["user"] === callerId(call) || leads(call, row["team"]),
  },
  async check(call, { values }) {
    if (isStaff(call) || values["team"] === undefined) return undefined;
    const { rows } = await sql`SELECT 1 FROM teams WHERE id = ${values["team"]} AND is_active = 0`.execute(call.db);
    return rows.length > 0 ? { team: ["Non-staff cannot create a membership for an inactive team."] } : undefined;
  },
};
