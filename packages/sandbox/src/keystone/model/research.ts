import { saidOf } from "../http/body.ts";
import { fields } from "./field.ts";
import type { Model, Permissions } from "./model.ts";
import { inTeam, isMember, ofMyTeams, teamExists } from "./scopes.ts";
import { summaries } from "./summaries.ts";

const { text, decimal, date, reference } = fields;

const team = { kind: "one", column: "team", model: "teams", show: summaries.team } as const;
const ofTeam: Permissions = {
  read: inTeam,
  // Without a team that exists there is nothing to be allowed or forbidden: validation says what is missing.
  async create(call) {
    const id = await saidOf(call, "team");
    return !(await teamExists(call, id)) || isMember(call, id);
  },
  update: inTeam,
  remove: inTeam,
};

export const grants: Model = {
  key: "grants",
  name: "Grant",
  app: "research_products",
  path: "/research/grants/",
  title: "Research grants",
  fields: {
    title: text({ required: true, max: 250 }),
    agency: text({ required: true, max: 100 }),
    pi: text({ nullable: true, max: 100 }),
    amount: decimal({ required: true }),
    grant_number: text({ nullable: true, max: 250 }),
    start_date: date({ required: true }),
    end_date: date({ nullable: true }),
    description: text({ nullable: true }),
    team: reference("teams", { required: true }),
  },
  expansions: { _team: team, _history: { kind: "history" } },
  search: ["title", "agency", "team.name", "pi"],
  label: (row) => String(row["title"]),
  history: {},
  listScope: ofMyTeams,
  permissions: ofTeam,
};

export const publications: Model = {
  key: "publications",
  name: "Publication",
  app: "research_products",
  path: "/research/publications/",
  title: "Publications",
  fields: {
    title: text({ required: true, max: 250 }),
    abstract: text({ nullable: true }),
    published: date({ nullable: true }),
    submitted: date({ nullable: true }),
    journal: text({ nullable: true, max: 100 }),
    doi: text({ nullable: true, max: 50, unique: true }),
    volume: text({ nullable: true, max: 20 }),
    issue: text({ nullable: true, max: 20 }),
    team: reference("teams", { required: true }),
  },
  expansions: { _team: team, _history: { kind: "history" } },
  search: ["title", "abstract", "journal", "doi", "team.name"],
  label: (row) => String(row["title"]),
  history: {},
  listScope: ofMyTeams,
  permissions: ofTeam,
};
