import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cast, keystoneSession } from "../testbed/keystoneSession.ts";
import { startKeystone } from "./startKeystone.ts";

let data = "";
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "latchkey-keystone-"));
});
afterEach(() => rm(data, { recursive: true, force: true }));

test.each([{ thread: false }, { thread: true }])(
  "a restart on the same directory finds records and sessions (thread: $thread)",
  async ({ thread }) => {
    const first = await startKeystone({ data, thread });
    const session = await keystoneSession(first, "admin", "quickstart");
    const token = await first.createToken("admin");
    const { json: team } = await session.send("POST", "/users/teams/", { name: "Kept" });
    await expect(startKeystone({ data })).rejects.toThrow("in use by another process");
    await first.close();

    await using second = await startKeystone({ data, thread });
    const later = await keystoneSession(second);
    for (const [name, value] of session.cookies) later.cookies.set(name, value);
    expect((await later.send("GET", `/users/teams/${team.id}/`)).json).toEqual(team);
    const byToken = await (await keystoneSession(second)).send("GET", "/users/users/", undefined, {
      Authorization: `Token ${token}`,
    });
    expect(byToken.json.count).toBe(1);
  },
);

test("a restart finds the clock where it was: what had expired stays so, and what is new is newest", async () => {
  const first = await startKeystone({ data });
  const early = await keystoneSession(first, "admin", "quickstart");
  await first.advance(30 * 86_400_000);
  const late = await keystoneSession(first, "admin", "quickstart");
  await late.send("POST", "/users/teams/", { name: "First" });
  await first.close();

  await using second = await startKeystone({ data });
  const session = await keystoneSession(second);
  for (const [name, value] of early.cookies) session.cookies.set(name, value);
  expect((await session.send("GET", "/authentication/whoami/")).status).toBe(401);
  for (const [name, value] of late.cookies) session.cookies.set(name, value);
  await session.send("POST", "/users/teams/", { name: "Second" });
  const { json } = await session.send("GET", "/logs/audit/?record_name=users+%7C+Team");
  expect(json.results.slice(0, 2).map(({ record_id }: { record_id: number }) => record_id)).toEqual([2, 1]);
});

test("a start that fails lets go of the data", async () => {
  await writeFile(join(data, "media"), "in the way");
  await expect(startKeystone({ data })).rejects.toThrow("ENOTDIR");
  await rm(join(data, "media"));
  await (await startKeystone({ data })).close();
});

test("files are kept under names that are free and that a file system takes", async () => {
  await using box = await startKeystone({ data });
  const { admin } = await cast(box);
  await admin.send("POST", "/users/teams/", { name: "T" });
  await admin.send("POST", "/allocations/requests/", { title: "t", description: "d", submitter: 1, team: 1 });
  const folder = join(data, "media", "allocations");
  await writeFile(join(folder, "scan.txt"), "mine");
  const kept = async (name: string): Promise<string> => {
    const form = new FormData();
    form.set("request", "1");
    form.set("file", new File(["theirs"], name));
    const { status, json } = await admin.send("POST", "/allocations/attachments/", form);
    expect(status).toBe(201);
    expect(await readFile(join(data, "media", json.file), "utf8")).toBe("theirs");
    return json.file;
  };
  expect(await kept("scan.txt")).toMatch(/^allocations\/scan_\w{7}\.txt$/);
  expect(await kept(`${"漢".repeat(90)}.txt`)).toMatch(/^allocations\/漢+\.txt$/);
  expect(await readFile(join(folder, "scan.txt"), "utf8")).toBe("mine");
});

/** How often the server is killed, always on the same directory. */
const KILLS = process.env["LATCHKEY_PROVE"] === undefined ? 5 : 50;

/** Starts a server, lets it answer so many writes, and kills it in the middle of the next; what it answered. */
async function writeAndKill(prefix: string, answers: number): Promise<string[]> {
  const script = new URL("../testbed/keystoneProcess.js", import.meta.url);
  const child = fork(script, [data, prefix], { execArgv: [], stdio: "ignore" });
  const answered: string[] = [];
  const enough = new Promise<void>((resolve) => {
    child.on("message", (name: string) => {
      answered.push(name);
      if (answered.length === answers) resolve();
    });
  });
  await Promise.race([enough, once(child, "exit")]);
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return answered;
}

test(`kill -9 loses nothing that was answered, ${KILLS} times over`, async () => {
  const answered: string[] = [];
  for (let round = 0; round < KILLS; round++) {
    const answers = 1 + ((round * 7) % 23);
    const names = await writeAndKill(`round ${round}`, answers);
    expect(names.length).toBeGreaterThanOrEqual(answers);
    answered.push(...names);
  }
  await using box = await startKeystone({ data, throttle: false });
  const session = await keystoneSession(box, "admin", "quickstart");
  const kept = new Set<string>();
  for (let offset = 0, more = true; more; offset += 1000) {
    const { json } = await session.send("GET", `/users/teams/?_limit=1000&_offset=${offset}&_order=id`);
    for (const { name } of json.results) kept.add(name);
    more = json.next !== null;
  }
  expect(answered.filter((name) => !kept.has(name))).toEqual([]);
}, 600_000);

test("uploads lie in the directory under a harmless name, and are not served", async () => {
  await using box = await startKeystone({ data });
  const { admin } = await cast(box);
  await admin.send("POST", "/users/teams/", { name: "T" });
  await admin.send("POST", "/allocations/requests/", { title: "R", description: "D", submitter: 1, team: 1 });
  const form = new FormData();
  form.set("request", "1");
  form.set("file", new Blob(["hello"]), "../../my notes.txt");
  const first = await admin.send("POST", "/allocations/attachments/", form);
  expect(first.json).toMatchObject({ file: "allocations/my_notes.txt", name: "my notes.txt" });
  const second = await admin.send("POST", "/allocations/attachments/", form);
  expect(second.json.file).toMatch(/^allocations\/my_notes_[A-Za-z0-9]{7}\.txt$/);
  expect((await readdir(join(data, "media", "allocations"))).length).toBe(2);
  expect(await readFile(join(data, "media", first.json.file), "utf8")).toBe("hello");
  for (const path of [`/media/${first.json.file}`, "/media/..%2f..%2fkeystone.sqlite", "/keystone.sqlite"]) {
    expect((await admin.send("GET", path)).status).toBe(404);
  }
});

test("the same seed gives the same centre, another seed another", async () => {
  const names = async (seed: number): Promise<string[]> => {
    await using box = await startKeystone({ seed, throttle: false });
    const { admin } = await cast(box);
    const { json } = await admin.send("GET", "/users/users/?_limit=1000");
    const requests = await admin.send("GET", "/allocations/requests/?_limit=1000");
    expect(new Set(requests.json.results.map(({ status }: { status: string }) => status))).toEqual(
      new Set(["PD", "AP", "DC", "CR"]),
    );
    return json.results.map(({ username }: { username: string }) => username);
  };
  const [one, same, other] = [await names(1), await names(1), await names(2)];
  expect(one.length).toBe(49);
  expect(same).toEqual(one);
  expect(other).not.toEqual(one);
});
