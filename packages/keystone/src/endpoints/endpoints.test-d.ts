import type { ApiResponse } from "@latchkey/session";
import type { AsyncKeystoneClient } from "../asyncKeystoneClient.ts";
import type { KeystoneClient } from "../keystoneClient.ts";
import type { AllocationRequest, Attachment, Cluster } from "./allocations.ts";
import type { AuditLog, FeedEntry } from "./logs.ts";
import type { Config, JobResult } from "./misc.ts";
import type { Notification, Preference } from "./notifications.ts";
import type { Page } from "./page.ts";
import type { Grant, Publication } from "./research.ts";
import type { GrantStats } from "./stats.ts";
import type { Membership, Team, User } from "./users.ts";

// Compiled, never run: each line says what the compiler must make of an endpoint.

declare const client: KeystoneClient;
declare const asyncClient: AsyncKeystoneClient;
declare const id: number;
declare const bigId: bigint;
declare const text: string;

/** The body of a response that is known to be good. */
declare function body<T>(response: ApiResponse<T>): T;
/** Fails to compile unless both types are the same. */
declare function same<A, B>(...proof: Same<A, B> extends true ? [] : [difference: never]): void;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

export function answers(): void {
  const teams = body(client.httpGet("users/teams"));
  same<typeof teams, Page<Team>>();
  const slashed = body(client.httpGet("/users/teams/"));
  same<typeof slashed, Page<Team>>();
  const queried = body(client.httpGet("users/teams?name=a"));
  same<typeof queried, Page<Team>>();
  const team = body(client.httpGet(`users/teams/${id}`));
  same<typeof team, Team>();
  const slashedTeam = body(client.httpGet(`/users/teams/${id}/`));
  same<typeof slashedTeam, Team>();
  const literal = body(client.httpGet("users/users/7"));
  same<typeof literal, User>();
  const big = body(client.httpGet(`research/grants/${bigId}`));
  same<typeof big, Grant>();
  const request = body(client.httpGet(`allocations/requests/${id}`));
  same<typeof request, AllocationRequest>();
  const feed = body(client.httpGet("logs/feed"));
  same<typeof feed, Page<FeedEntry>>();
  const audit = body(client.httpGet(`logs/audit/${id}`));
  same<typeof audit, AuditLog>();
  const me = body(client.httpGet("authentication/whoami"));
  same<typeof me, User>();
  const roles = body(client.httpGet("users/membership-choices/role"));
  same<typeof roles, Readonly<Record<"OW" | "AD" | "MB", string>>>();
  const config = body(client.httpGet("config"));
  same<typeof config, Config>();
  const stats = body(client.httpGet("stats/grants", { params: { team: id, start_date__gte: "2026-01-01" } }));
  same<typeof stats, GrantStats>();
  const version = body(client.httpGet("version"));
  same<typeof version, never>();
  const made = body(client.httpPost("users/memberships", { json: { user: 1, team: 2, role: "OW" } }));
  same<typeof made, Membership>();
  const patched = body(client.httpPatch(`notifications/notifications/${id}`, { json: { read: true } }));
  same<typeof patched, Notification>();
  const replaced = body(client.httpPut(`research/publications/${id}`, { json: { team: 1, title: "t" } }));
  same<typeof replaced, Publication>();
  const gone = body(client.httpDelete(`research/publications/${id}`));
  same<typeof gone, never>();
  const job = body(
    client.httpPost("batch", { json: { job: { actions: [{ method: "GET", path: "/users/users/" }] } } }),
  );
  same<typeof job, JobResult>();
}

export async function twins(): Promise<void> {
  const response = await asyncClient.httpGet(`allocations/clusters/${id}`);
  same<typeof response, ApiResponse<Cluster>>();
  if (response.ok) same<ReturnType<typeof response.json>, Cluster>();
  else same<ReturnType<typeof response.json>, unknown>();
}

export function unknowns(): void {
  const wide = body(client.httpGet(text));
  same<typeof wide, unknown>();
  const other = body(client.httpGet("plugin/mine", { params: { anything: 1 } }));
  same<typeof other, unknown>();
  const own = body(client.httpGet<{ readonly mine: true }>("plugin/mine"));
  same<typeof own, { readonly mine: true }>();
  const deeper = body(client.httpGet(`users/teams/${id}/more`));
  same<typeof deeper, unknown>();
  const word = body(client.httpGet("users/teams/first"));
  same<typeof word, unknown>();
  client.httpPost("plugin/mine", { json: { anything: [] } });
  // @ts-expect-error -- An unknown answer must be looked at before it is used.
  void other.mine;
  // @ts-expect-error -- An endpoint is text.
  client.httpGet(7);
  // @ts-expect-error -- A type of one's own is for the answer: the endpoint is text all the same.
  client.httpGet<{ readonly mine: true }>(7);
}

export function narrowing(): void {
  // @ts-expect-error -- It may be an error response.
  const team: Team = client.httpGet(`users/teams/${id}`).json();
  // @ts-expect-error -- A list is no record.
  const one: Team = body(client.httpGet("users/teams"));
  // @ts-expect-error -- A team is no user.
  const user: User = body(client.httpGet(`users/teams/${id}`));
  // @ts-expect-error -- The async twin promises.
  const soon: Page<Team> = body(asyncClient.httpGet("users/teams"));
  void [team, one, user, soon];
}

export function filters(): void {
  client.httpGet("users/users", {
    params: { last_name__contains: "ng", id__in: [1, 2], is_active: true, _search: "a" },
  });
  client.httpGet("users/users", {
    params: { date_joined__gte: new Date(), last_login__week_day: 1, _order: "-username" },
  });
  client.httpGet("allocations/requests", {
    params: { status__in: ["PD", "AP"], submitted__year: 2026, expire__isnull: true },
  });
  client.httpGet("research/grants", {
    params: { amount__gte: "0.10", end_date__lt: "2027-01-01", _limit: 5, _offset: 10 },
  });
  client.httpGet("logs/audit", { params: { action: 1, remote_addr: "::1" } });
  client.httpGet("users/teams", { params: { name: undefined } });
  // @ts-expect-error -- There is no such column.
  client.httpGet("users/teams", { params: { nam: "a" } });
  // @ts-expect-error -- Text has no order.
  client.httpGet("users/teams", { params: { name__gt: "a" } });
  // @ts-expect-error -- Ids are numbers.
  client.httpGet("users/teams", { params: { id__in: ["a"] } });
  // @ts-expect-error -- Flags have no lists: the server fails on them.
  client.httpGet("users/teams", { params: { is_active__in: [true] } });
  // @ts-expect-error -- There is no such status.
  client.httpGet("allocations/requests", { params: { status: "XX" } });
  // @ts-expect-error -- A day is text: a Date has an hour.
  client.httpGet("allocations/requests", { params: { expire: new Date() } });
  // @ts-expect-error -- Days have no hours.
  client.httpGet("allocations/requests", { params: { expire__hour: 1 } });
  // @ts-expect-error -- The server fails on this search.
  client.httpGet("allocations/reviews", { params: { _search: "a" } });
  // @ts-expect-error -- Statistics are not paged.
  client.httpGet("stats/grants", { params: { _limit: 5 } });
  // @ts-expect-error -- Nobody searches password hashes.
  client.httpGet("users/users", { params: { password__startswith: "a" } });
}

export function bodies(): void {
  client.httpPost("users/users", { json: { username: "ada", password: "p", email: null } });
  client.httpPost("research/grants", {
    json: { team: 1, title: "t", agency: "a", amount: 5, start_date: "2026-01-01" },
  });
  client.httpPost("users/teams", { form: { name: "a", is_active: true } });
  client.httpPost("users/teams", { body: "name=a", headers: { "content-type": "application/x-www-form-urlencoded" } });
  client.httpPost("allocations/attachments", { form: { request: 1 }, files: { file: { path: "a.pdf" } } });
  client.httpPatch(`allocations/attachments/${id}`, { json: { name: "b" } });
  client.httpPost("authentication/logout");
  const preference: Preference["request_expiry_thresholds"] = [30, 14];
  client.httpPost("notifications/preferences", { json: { request_expiry_thresholds: preference } });
  // @ts-expect-error -- A team needs a name.
  client.httpPost("users/teams", { json: {} });
  // @ts-expect-error -- A body is needed.
  client.httpPost("users/teams");
  // @ts-expect-error -- There is no such field.
  client.httpPost("users/teams", { json: { name: "a", nam: "b" } });
  // @ts-expect-error -- The slug is the server's to make.
  client.httpPost("users/teams", { json: { name: "a", slug: "b" } });
  // @ts-expect-error -- The name of a team stays as it is.
  client.httpPatch(`users/teams/${id}`, { json: { name: "b" } });
  // @ts-expect-error -- A title is never null.
  client.httpPatch(`research/grants/${id}`, { json: { title: null } });
  // @ts-expect-error -- There is no such role.
  client.httpPost("users/memberships", { json: { user: 1, team: 2, role: "XX" } });
  // @ts-expect-error -- JSON holds no file.
  client.httpPost("allocations/attachments", { json: { request: 1 } });
  // @ts-expect-error -- The file is missing.
  client.httpPost("allocations/attachments", { form: { request: 1 }, files: {} });
  // @ts-expect-error -- A replacement needs all that a new one does.
  client.httpPut(`research/grants/${id}`, { json: { title: "t" } });
  // @ts-expect-error -- One body is enough.
  client.httpPost("users/teams", { json: { name: "a" }, form: { name: "a" } });
  // @ts-expect-error -- A form knows no null.
  client.httpPatch(`users/users/${id}`, { form: { email: null } });
  // @ts-expect-error -- Reading sends no body.
  client.httpGet("users/teams", { json: {} });
}

export function records(): void {
  const grant = body(client.httpGet(`research/grants/${id}`));
  same<(typeof grant)["amount"], string>();
  same<(typeof grant)["end_date"], string | null>();
  const [entry] = grant._history;
  same<typeof entry, (typeof grant)["_history"][number] | undefined>();
  const attachment: Attachment = body(client.httpGet(`allocations/attachments/${id}`));
  // @ts-expect-error -- What the server answered is not to be changed.
  attachment.name = "b";
  // @ts-expect-error -- A password is never answered.
  void body(client.httpGet(`users/users/${id}`)).password;
}
