import { sql } from "kysely";
import { type Call, callerId, isStaff } from "../call.ts";
import { idOf, type Row } from "../database.ts";
import { saidOf } from "../http/body.ts";
import { isOpenTo } from "./clusters.ts";
import { fields } from "./field.ts";
import type { Model, Permissions } from "./model.ts";
import { inTeam, isMember, leads, ofMyRequests, ofMyTeams, teamOf, toId } from "./scopes.ts";
import { summaries } from "./summaries.ts";

const { text, integer, boolean, date, datetime, reference, references, choice, file } = fields;

export const requestStatus: Record<string, string> = {
  PD: "Pending",
  AP: "Approved",
  DC: "Declined",
  CR: "Changes Requested",
};
export const reviewStatus: Record<string, string> = { AP: "Approved", DC: "Declined", CR: "Changes Requested" };

const staffOnly = (): boolean => false;
/** A member of the team that the record's request belongs to. */
const inRequestsTeam = async (call: Call, row: Row): Promise<boolean> =>
  isMember(call, await teamOf(call, row["request"]));
const leadsBodysRequest: Permissions["create"] = async (call) =>
  leads(call, await teamOf(call, await saidOf(call, "request")));
const request = { kind: "one", column: "request", model: "requests", show: summaries.request } as const;
const units = { min: 0, max: Number.MAX_SAFE_INTEGER };

export const requests: Model = {
  key: "requests",
  name: "AllocationRequest",
  app: "allocations",
  path: "/allocations/requests/",
  title: "Allocation requests",
  fields: {
    title: text({ required: true, max: 250 }),
    description: text({ required: true, max: 20_000 }),
    submitted: datetime({ readOnly: true, stamp: "created" }),
    active: date({ nullable: true }),
    expire: date({ nullable: true }),
    status: choice(requestStatus, { initial: "PD" }),
    submitter: reference("users", { required: true }),
    team: reference("teams", { required: true }),
    assignees: references("users"),
    publications: references("publications"),
    grants: references("grants"),
  },
  expansions: {
    _submitter: { kind: "one", column: "submitter", model: "users", show: summaries.user },
    _team: { kind: "one", column: "team", model: "teams", show: summaries.team },
    _assignees: { kind: "many", field: "assignees", model: "users", show: summaries.user },
    _publications: {
      kind: "many",
      field: "publications",
      model: "publications",
      show: ["id", "title", "abstract", "published", "submitted", "journal", "doi", "volume", "issue", "team"],
    },
    _grants: {
      kind: "many",
      field: "grants",
      model: "grants",
      show: ["id", "title", "agency", "pi", "amount", "grant_number", "start_date", "end_date", "description", "team"],
    },
    _history: { kind: "history" },
    _allocations: {
      kind: "children",
      model: "allocations",
      column: "request",
      show: ["id", "cluster", "requested", "awarded", "final", "_cluster"],
      order: "(SELECT name FROM clusters c WHERE c.id = allocations.cluster), id",
    },
    _attachments: { kind: "children", model: "attachments", column: "request", show: ["file", "name"] },
    _comments: {
      kind: "children",
      model: "comments",
      column: "request",
      show: ["id", "user", "content", "created", "private", "_user"],
      order: "created, id",
      where: (call) => (isStaff(call) ? undefined : "private = 0"),
    },
  },
  search: ["title", "description", "team.name", "submitter.username", "submitter.first_name", "submitter.last_name"],
  label: (row) => String(row["title"]),
  history: { allocation_set: "allocations.ResourceAllocation.None", comments: "allocations.Comment.None" },
  listScope: ofMyTeams,
  permissions: {
    read: inTeam,
    create: async (call) => leads(call, await saidOf(call, "team")),
    update: staffOnly,
    remove: staffOnly,
  },
  onDelete: [
    { model: "allocations", column: "request", rule: "cascade" },
    { model: "attachments", column: "request", rule: "cascade" },
    { model: "comments", column: "request", rule: "cascade" },
    { model: "reviews", column: "request", rule: "cascade" },
  ],
};

export const allocations: Model = {
  key: "allocations",
  name: "ResourceAllocation",
  app: "allocations",
  path: "/allocations/allocations/",
  title: "Resource allocations",
  fields: {
    requested: integer({ required: true, ...units }),
    awarded: integer({ nullable: true, ...units }),
    final: integer({ nullable: true, ...units }),
    cluster: reference("clusters", { required: true }),
    request: reference("requests", { required: true }),
  },
  expansions: {
    _cluster: { kind: "one", column: "cluster", model: "clusters", show: summaries.cluster },
    _request: request,
    _history: { kind: "history" },
  },
  search: ["request.team.name", "request.title", "cluster.name"],
  label: (row) => `Allocation ${idOf(row)} of request ${String(row["request"])}`,
  history: {},
  listScope: ofMyRequests,
  permissions: {
    read: inRequestsTeam,
    async create(call) {
      const team = await teamOf(call, await saidOf(call, "request"));
      return (await leads(call, team)) && isOpenTo(call, toId(await saidOf(call, "cluster")), team);
    },
    update: staffOnly,
    remove: staffOnly,
  },
};

export const attachments: Model = {
  key: "attachments",
  name: "Attachment",
  app: "allocations",
  path: "/allocations/attachments/",
  title: "Files attached to requests",
  fields: {
    file: file({ required: true }),
    name: text({}),
    uploaded: datetime({ readOnly: true, stamp: "saved" }),
    request: reference("requests", { required: true }),
  },
  expansions: { _request: request, _history: { kind: "history" } },
  label: (row) => String(row["name"]),
  history: {},
  listScope: ofMyRequests,
  permissions: { read: inRequestsTeam, create: leadsBodysRequest, update: staffOnly, remove: staffOnly },
};

export const comments: Model = {
  key: "comments",
  name: "Comment",
  app: "allocations",
  path: "/allocations/comments/",
  title: "Comments on requests",
  fields: {
    user: reference("users", { callerWhenAbsent: true }),
    content: text({ required: true, max: 2000 }),
    created: datetime({ readOnly: true, stamp: "created" }),
    private: boolean({ initial: false }),
    request: reference("requests", { required: true }),
  },
  expansions: {
    _user: { kind: "one", column: "user", model: "users", show: summaries.user },
    _request: request,
    _history: { kind: "history" },
  },
  search: ["content", "request.title", "user.username", "user.first_name", "user.last_name"],
  label: (row) => `Comment ${idOf(row)} on request ${String(row["request"])}`,
  history: {},
  listScope: (call) => sql`private = 0 AND ${ofMyRequests(call)}`,
  permissions: {
    read: publicInTeam,
    create: async (call) => isMember(call, await teamOf(call, await saidOf(call, "request"))),
    update: publicInTeam,
    remove: publicInTeam,
  },
  check: (call, { values }) =>
    values["private"] === 1 && !isStaff(call)
      ? { private: ["Only staff users can write comments marked as private."] }
      : undefined,
};

async function publicInTeam(call: Call, row: Row): Promise<boolean> {
  return row["private"] === 0 && inRequestsTeam(call, row);
}

export const reviews: Model = {
  key: "reviews",
  name: "AllocationReview",
  app: "allocations",
  path: "/allocations/reviews/",
  title: "Reviews of requests",
  fields: {
    status: choice(reviewStatus, { required: true }),
    submitted: datetime({ readOnly: true, stamp: "saved" }),
    request: reference("requests", { required: true }),
    reviewer: reference("users", {}),
  },
  expansions: {
    _request: request,
    _reviewer: { kind: "one", column: "reviewer", model: "users", show: summaries.user },
    _history: { kind: "history" },
  },
  label: (row) => `Review ${idOf(row)} of request ${String(row["request"])}`,
  history: {},
  listScope: ofMyRequests,
  permissions: { read: inRequestsTeam, create: staffOnly, update: staffOnly, remove: staffOnly },
  check(call, { values }, existing) {
    if (existing === undefined) values["reviewer"] ??= callerId(call);
    if (values["reviewer"] === undefined || values["reviewer"] === callerId(call)) return undefined;
    return { reviewer: ["Reviewer cannot be set to a different user than the submitter."] };
  },
};
