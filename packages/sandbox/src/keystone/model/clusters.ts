import { type RawBuilder, sql } from "kysely";
import type { Call } from "../call.ts";
import type { Row } from "../database.ts";
import { fields } from "./field.ts";
import type { Model } from "./model.ts";
import { myTeams } from "./scopes.ts";
import { summaries } from "./summaries.ts";

const { text, boolean, references, choice } = fields;

export const accessModes: Record<string, string> = { WL: "Whitelist", BL: "Blacklist", OP: "Open" };

const staffOnly = (): boolean => false;

/** May the team use the cluster? A cluster that does not exist is validation's business. */
export async function isOpenTo(call: Call, cluster: number, team: number | undefined): Promise<boolean> {
  const { rows } = await sql<Row>`SELECT access_mode, EXISTS (SELECT 1 FROM clusters_access_teams
    WHERE source = ${cluster} AND target = ${team ?? 0}) AS listed FROM clusters WHERE id = ${cluster}`.execute(
    call.db,
  );
  const mode = rows[0]?.["access_mode"];
  return mode === undefined || mode === "OP" || (mode === "WL") === (rows[0]?.["listed"] === 1);
}

const listing = (call: Call): RawBuilder<unknown> =>
  sql`EXISTS (SELECT 1 FROM clusters_access_teams a WHERE a.source = clusters.id AND a.target IN ${myTeams(call)})`;

export const clusters: Model = {
  key: "clusters",
  name: "Cluster",
  app: "allocations",
  path: "/allocations/clusters/",
  title: "Clusters",
  fields: {
    name: text({ required: true, max: 50, unique: true }),
    description: text({ nullable: true, max: 150 }),
    enabled: boolean({ initial: true }),
    access_mode: choice(accessModes, { initial: "OP" }),
    access_teams: references("teams"),
  },
  expansions: {
    _access_teams: { kind: "many", field: "access_teams", model: "teams", show: summaries.team },
    _history: { kind: "history" },
  },
  search: ["name", "description"],
  label: (row) => String(row["name"]),
  history: { allocation_set: "allocations.ResourceAllocation.None" },
  listScope: (call) =>
    sql`(access_mode = 'OP' OR (access_mode = 'WL' AND ${listing(call)}) OR (access_mode = 'BL' AND NOT ${listing(call)}))`,
  permissions: { create: staffOnly, update: staffOnly, remove: staffOnly },
  onDelete: [{ model: "allocations", column: "cluster", rule: "protect" }],
};
