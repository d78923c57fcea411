import { type RawBuilder, sql } from "kysely";
import { type Call, callerId } from "../call.ts";
import type { Row } from "../database.ts";

/** SQL for the ids of the teams the caller belongs to. */
export const myTeams = (call: Call): RawBuilder<unknown> =>
  sql`(SELECT team FROM memberships WHERE "user" = ${callerId(call)})`;

/** SQL for the ids of the requests of the caller's teams. */
const myRequests = (call: Call): RawBuilder<unknown> => sql`(SELECT id FROM requests WHERE team IN ${myTeams(call)})`;

/** Records with a `team` of mine. */
export const ofMyTeams = (call: Call): RawBuilder<unknown> => sql`team IN ${myTeams(call)}`;

/** Records with a `request` of one of my teams. */
export const ofMyRequests = (call: Call): RawBuilder<unknown> => sql`request IN ${myRequests(call)}`;

/** The caller's role in a team: OW, AD, MB, or undefined. */
async function roleIn(call: Call, team: unknown): Promise<string | undefined> {
  const { rows } =
    await sql<Row>`SELECT role FROM memberships WHERE "user" = ${callerId(call)} AND team = ${toId(team)}`.execute(
      call.db,
    );
  const role = rows[0]?.["role"];
  return role === undefined ? undefined : String(role);
}

export async function isMember(call: Call, team: unknown): Promise<boolean> {
  return (await roleIn(call, team)) !== undefined;
}

/** Is the caller in the record's team? What most rules about research and requests ask. */
export function inTeam(call: Call, row: Row): Promise<boolean> {
  return isMember(call, row["team"]);
}

/** Owner or admin of the team? */
export async function leads(call: Call, team: unknown): Promise<boolean> {
  const role = await roleIn(call, team);
  return role === "OW" || role === "AD";
}

/** The team of a request; undefined when there is no such request. */
export async function teamOf(call: Call, request: unknown): Promise<number | undefined> {
  const { rows } = await sql<Row>`SELECT team FROM requests WHERE id = ${toId(request)}`.execute(call.db);
  return rows[0] === undefined ? undefined : Number(rows[0]["team"]);
}

/** Is there such a team? */
export async function teamExists(call: Call, team: unknown): Promise<boolean> {
  return (await sql`SELECT 1 FROM teams WHERE id = ${toId(team)}`.execute(call.db)).rows.length > 0;
}

/** A body's idea of an id, as a number; 0, which no record has, for anything else. */
export function toId(value: unknown): number {
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
