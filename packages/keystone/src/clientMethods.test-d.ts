import { AsyncKeystoneClient } from "./asyncKeystoneClient.ts";
import type { Action } from "./batch/action.ts";
import type { BatchResult, BatchStep } from "./batch/batchResult.ts";
import type { Job } from "./batch/job.ts";
import type { Page } from "./endpoints/page.ts";
import type { Grant } from "./endpoints/research.ts";
import type { Team, User } from "./endpoints/users.ts";
import { KeystoneClient } from "./keystoneClient.ts";
import type { PageSlice } from "./pages/paginated.ts";

// Compiled, never run: what the compiler must make of lists, resources and jobs.

declare const client: KeystoneClient;
declare const asyncClient: AsyncKeystoneClient;
declare function same<A, B>(...proof: Same<A, B> extends true ? [] : [difference: never]): void;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** What may not be there need not be left out: as with what the environment holds. */
export function options(): readonly object[] {
  const token = process.env["KEYSTONE_TOKEN"];
  const kept = { store: undefined, storeKey: undefined, reauthenticate: undefined };
  return [new KeystoneClient({ url: "", token, ...kept }), new AsyncKeystoneClient({ url: "", token, ...kept })];
}

export async function lists(): Promise<void> {
  for (const user of client.paginate("users/users", { params: { last_name__contains: "ng" }, pageSize: 50 })) {
    same<typeof user, User>();
  }
  for await (const user of asyncClient.paginate("/users/users/", { maxItems: 5, prefetch: 0 }))
    same<typeof user, User>();
  client.paginate("users/users", { timeout: 5_000, deadline: 20_000 });
  for (const page of client.paginate("users/teams").pages()) same<typeof page, PageSlice<Team>>();
  for (const row of client.paginate("plugin/rows", { params: { any: 1 } })) same<typeof row, unknown>();
  for (const row of client.paginate<{ readonly own: 1 }>("plugin/rows")) same<typeof row, { readonly own: 1 }>();
  // @ts-expect-error -- Pages are as long as pageSize says.
  client.paginate("users/users", { params: { _limit: 5 } });
  // @ts-expect-error -- There is no such column.
  client.paginate("users/users", { params: { lastname: "a" } });
  // @ts-expect-error -- The blocking twin has no promises to wait for.
  for await (const user of client.paginate("users/users").pages().then) void user;
  // @ts-expect-error -- The async twin cannot be gone through without waiting.
  for (const user of asyncClient.paginate("users/users")) void user;
}

export async function resources(): Promise<void> {
  const teams = client.resource("users/teams");
  same<ReturnType<typeof teams.list>, Page<Team>>();
  same<ReturnType<typeof teams.retrieve>, Team | null>();
  same<ReturnType<typeof teams.delete>, boolean>();
  const made = await asyncClient.resource("users/teams").create({ name: "a" });
  same<typeof made, Team>();
  teams.list({ name__contains: "a" });
  teams.update(1, { is_active: false });
  teams.replace(1, { is_active: false });
  client.resource("allocations/attachments").create({ request: 1, file: { path: "a.pdf" } });
  client.resource("notifications/notifications").update(1, { read: true });
  client.resource("logs/audit").retrieve(1);
  client.resource("logs/feed").list({ record_type: "task" });
  // @ts-expect-error -- A team needs a name.
  teams.create({});
  // @ts-expect-error -- The name of a team stays as it is.
  teams.update(1, { name: "b" });
  // @ts-expect-error -- Nor is it replaced.
  teams.replace(1, { name: "b" });
  // @ts-expect-error -- There is no such column.
  teams.list({ nam: "a" });
  // @ts-expect-error -- Its file is missing.
  client.resource("allocations/attachments").create({ request: 1 });
  // @ts-expect-error -- The server makes notifications.
  client.resource("notifications/notifications").create({});
  // @ts-expect-error -- Logs are only read.
  client.resource("logs/audit").delete(1);
  // @ts-expect-error -- The feed has no single entries.
  client.resource("logs/feed").retrieve(1);
  // @ts-expect-error -- It has no records.
  client.resource("config");
}

export function jobs(): void {
  const { returned } = client.batch((job) => {
    const team = job.post("users/teams", { json: { name: "a" } });
    const grant = job.post("research/grants", {
      json: { team: team.ref("id"), title: team.ref("name"), agency: "a", amount: 1, start_date: "2026-01-01" },
    });
    const changed = job.patch(`research/grants/${grant.ref("id")}`, { json: { pi: grant.ref("agency") } });
    const listed = job.get("users/teams", { params: { name__contains: "a" } });
    const first = job.get(`users/teams/${listed.ref("results", 0, "id")}`);
    const gone = job.delete(`users/teams/${team.ref("id")}`);
    job.get("plugin/rows", { params: new URLSearchParams("id=1") });
    job.get("plugin/rows", { params: { id: 5n } });
    job.post("allocations/requests", {
      json: { title: "t", description: "d", submitter: 1, team: team.ref("id"), grants: [1, grant.ref("id")] },
    });
    job.post("allocations/attachments", { form: { request: team.ref("id") }, files: { file: new Blob([]) } });
    const own = job.post("plugin/mine", { json: { any: team.ref("slug") } });
    // @ts-expect-error -- A team has no such field.
    team.ref("nam");
    // @ts-expect-error -- A name is no id.
    job.post("users/memberships", { json: { team: team.ref("name"), user: 1, role: "OW" } });
    // @ts-expect-error -- A flag is no role.
    job.patch(`users/memberships/${grant.ref("id")}`, { json: { role: team.ref("is_active") } });
    // @ts-expect-error -- Parameters hold no references.
    job.get("research/grants", { params: { team: team.ref("id") } });
    // @ts-expect-error -- A team needs a name.
    job.post("users/teams", { json: {} });
    // @ts-expect-error -- What a deletion answers has no fields.
    gone.ref("id");
    const wrong = job.get(`users/teams/${team.ref("name")}`);
    // @ts-expect-error -- A name in the place of an id leads to nothing that is known.
    wrong.ref("id");
    return { changed, listed, first, gone, own, pair: [team, grant] as const };
  });
  same<typeof returned.changed.body, Grant>();
  same<typeof returned.listed.body, Page<Team>>();
  same<typeof returned.first.body, Team>();
  same<typeof returned.gone.body, null>();
  same<typeof returned.own.body, unknown>();
  same<(typeof returned.pair)[1]["body"], Grant>();
  // @ts-expect-error -- Only what was returned is there.
  void returned.other;
}

/** A promise would be awaited by nobody: a job is built at once. */
export function builtAtOnce(build: (job: Job) => Action<Team> | undefined): void {
  // @ts-expect-error -- An async function answers when the job has gone.
  client.batch(async (job) => job.get("users/teams"));
  // @ts-expect-error -- Neither may it be so sometimes.
  client.batch((job) => (count > 1 ? job.get("users/teams") : Promise.resolve()));
  same<ReturnType<typeof client.batch<void>>, BatchResult<void>>();
  const { returned } = client.batch(build);
  same<typeof returned, BatchStep<Team> | undefined>();
}

interface Made {
  readonly team: Action<Team>;
  readonly also?: readonly Action<Grant>[];
  readonly since: Date;
}

/** What a builder says of what it returns may be an interface, which has no index. */
export function returnedByInterface(): void {
  const since = new Date();
  const { returned } = client.batch((job): Made => ({ team: job.post("users/teams", { json: { name: "x" } }), since }));
  same<typeof returned.team, BatchStep<Team>>();
  same<typeof returned.also, readonly BatchStep<Grant>[] | undefined>();
  same<typeof returned.since, Date>();
}

/** As JavaScript leaves members out. */
export function mayBeUndefined(maybe: boolean | undefined): void {
  client.httpPost("users/teams", { json: { name: "x", is_active: maybe } });
}
