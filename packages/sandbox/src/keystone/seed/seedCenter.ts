import type { Call } from "../call.ts";
import { idOf, type Row } from "../database.ts";
import type { ModelName } from "../model/model.ts";
import { models } from "../model/models.ts";
import { insertRecord } from "../record/write.ts";
import { createDice, type Dice } from "./dice.ts";
import * as words from "./words.ts";

type Links = Record<string, number[]>;

/**
 * Fills the database with a computing centre: staff, teams and their members, clusters of every access mode, grants, publications, and
 * requests in every state with what belongs to them. The same seed gives the same centre; its dates are around the server's own.
 * Everybody's password is the first user's.
 */
export async function seedCenter(call: Call, seed: number, password: string): Promise<void> {
  const dice = createDice(seed);
  const add = async (model: ModelName, values: Row, links: Links = {}): Promise<number> =>
    idOf(await insertRecord(call, models[model], { values, links, uploads: {} }));
  const day = (offset: number): string =>
    new Date(call.site.clock.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const centre: Centre = { dice, add, day };

  const staff = [];
  for (let i = 0; i < 3; i++) staff.push(await addUser(centre, i, password, true));
  const people = [];
  for (let i = 3; i < 48; i++) people.push(await addUser(centre, i, password, false));
  const teams = [];
  for (const name of dice.some(words.teamNames, 9)) teams.push(await addTeam(centre, name, people));
  const clusters = [
    await add("clusters", { name: "aurora", description: "General purpose CPU nodes", access_mode: "OP" }),
    await add("clusters", { name: "borealis", description: "GPU nodes", access_mode: "OP" }),
    await add(
      "clusters",
      { name: "cirrus", description: "Large memory, by invitation", access_mode: "WL" },
      { access_teams: teams.slice(0, 3).map(({ id }) => id) },
    ),
    await add(
      "clusters",
      { name: "dune", description: "Being retired", access_mode: "BL", enabled: 0 },
      { access_teams: teams.slice(3, 5).map(({ id }) => id) },
    ),
  ];
  for (const team of teams) await addResearch(centre, team);
  for (const team of teams) {
    for (const state of dice.some(states, 4)) await addRequest(centre, { team, state, staff, clusters });
  }
}

interface Centre {
  dice: Dice;
  add: (model: ModelName, values: Row, links?: Links) => Promise<number>;
  day: (offset: number) => string;
}

interface Team {
  id: number;
  members: [number, ...number[]];
  grants: number[];
  publications: number[];
}

async function addUser({ dice, add }: Centre, index: number, password: string, isStaff: boolean): Promise<number> {
  const first = dice.one(words.firstNames);
  const last = dice.one(words.lastNames);
  const plain = `${first.charAt(0)}${last}`
    .normalize("NFKD")
    .replaceAll(/[^A-Za-z]/g, "")
    .toLowerCase();
  const username = `${plain}${index}`;
  const department = isStaff ? "Research Computing" : dice.one(words.departments);
  const role = isStaff ? "Consultant" : dice.one(words.positions);
  return add("users", {
    username,
    password,
    first_name: first,
    last_name: last,
    email: `${username}@hpc.example`,
    department,
    role,
    is_staff: isStaff ? 1 : 0,
    is_active: !isStaff && dice.chance(6) ? 0 : 1,
  });
}

async function addTeam({ dice, add }: Centre, name: string, people: readonly number[]): Promise<Team> {
  const id = await add("teams", {
    name,
    slug: name.toLowerCase().replaceAll(" ", "-"),
    is_active: dice.chance(90) ? 1 : 0,
  });
  const [owner = people[0] ?? 0, ...others] = dice.some(people, dice.between(3, 8));
  for (const [index, user] of [owner, ...others].entries()) {
    await add("memberships", { user, team: id, role: index === 0 ? "OW" : index === 1 ? "AD" : "MB" });
  }
  return { id, members: [owner, ...others], grants: [], publications: [] };
}

async function addResearch({ dice, add, day }: Centre, team: Team): Promise<void> {
  for (let i = dice.between(1, 3); i > 0; i--) {
    const start = dice.between(-900, 200);
    const agency = dice.one(words.agencies);
    team.grants.push(
      await add("grants", {
        team: team.id,
        agency,
        title: `Towards ${dice.one(words.topics)}`,
        amount: dice.between(50, 4000) * 100_000,
        grant_number: `${agency.slice(0, 3).toUpperCase()}-${dice.between(1_000_000, 9_999_999)}`,
        start_date: day(start),
        end_date: day(start + dice.between(300, 1200)),
      }),
    );
  }
  for (let i = dice.between(0, 4); i > 0; i--) {
    const submitted = dice.between(-700, -20);
    const published = submitted + dice.between(30, 200);
    team.publications.push(
      await add("publications", {
        team: team.id,
        title: `On ${dice.one(words.topics)}`,
        journal: dice.one(words.journals),
        submitted: day(submitted),
        published: published < 0 ? day(published) : null,
        doi: published < 0 ? `10.5555/hpc.${team.id}.${i}` : null,
      }),
    );
  }
}

interface State {
  status: string;
  /** Days from today between which the request is active. */
  active?: [number, number];
}

const states: State[] = [
  { status: "PD" },
  { status: "AP", active: [-200, 165] },
  { status: "DC" },
  { status: "AP", active: [-500, -135] },
  { status: "CR" },
  { status: "AP", active: [30, 395] },
];

interface Requested {
  team: Team;
  state: State;
  staff: readonly number[];
  clusters: readonly number[];
}

async function addRequest({ dice, add, day }: Centre, { team, state, staff, clusters }: Requested): Promise<void> {
  const { status, active } = state;
  const submitter = team.members[0];
  const reviewer = staff[dice.between(0, staff.length - 1)] ?? 1;
  const topic = dice.one(words.topics);
  const request = await add(
    "requests",
    {
      title: `Computing time for ${topic}`,
      description: `We study ${topic} and need time for production runs.`,
      team: team.id,
      submitter,
      status,
      submitted: `${day((active?.[0] ?? 0) - dice.between(5, 40))}T09:00:00.000000Z`,
      active: active === undefined ? null : day(active[0]),
      expire: active === undefined ? null : day(active[1]),
    },
    { assignees: [reviewer], grants: dice.some(team.grants, 2), publications: dice.some(team.publications, 1) },
  );
  for (const cluster of dice.some(clusters, dice.between(1, 2))) {
    const requested = dice.between(10, 500) * 1000;
    const awarded = status === "AP" ? Math.round(requested * (dice.between(5, 10) / 10)) : null;
    const final = active !== undefined && active[1] < 0 && awarded !== null ? Math.round(awarded * 0.9) : null;
    await add("allocations", { request, cluster, requested, awarded, final });
  }
  await add("comments", { request, user: submitter, content: dice.one(words.remarks) });
  if (dice.chance(50)) await add("comments", { request, user: reviewer, content: "Scored 4 of 5.", private: 1 });
  if (status !== "PD") await add("reviews", { request, reviewer, status });
  if (active !== undefined && active[1] < 0) {
    const text = `Your request ${request} has expired.`;
    await add("notifications", {
      user: submitter,
      subject: "Request expired",
      message_text: text,
      message_html: `<p>${text}</p>`,
      notification_type: "RD",
    });
  }
}
