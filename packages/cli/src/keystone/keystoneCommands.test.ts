import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDesk, PROGRAM, runCommand } from "../testbed/latchkey.ts";

const desk = openDesk();
let box: KeystoneBox;

beforeAll(async () => {
  box = await startKeystone({ seed: 1, throttle: false });
  const login = ["login", "keystone", "--url", box.url, "--username", "admin", "--password-stdin"];
  expect(await desk.run(login, { input: "quickstart\n" })).toMatchObject({ status: 0, stdout: "" });
});

afterAll(() => box.close());

/** A file of the desk. */
function file(name: string, content: string): string {
  const path = join(desk.home, name);
  writeFileSync(path, content);
  return path;
}

async function json(args: readonly string[], input?: string): Promise<unknown> {
  const ended = await desk.run([...args, "--json"], input === undefined ? {} : { input });
  expect(ended).toMatchObject({ status: 0 });
  return JSON.parse(ended.stdout);
}

describe("get", () => {
  test("shows a record", async () => {
    const { status, stdout } = await desk.run(["get", "users/teams/1"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^id +1\nusers +.*\nname +Fluid Structure Interaction\n/);
  });

  test("shows a page as rows, and the page itself to programs", async () => {
    const { stdout, stderr } = await desk.run(["get", "users/teams", "--param", "_limit=2"]);
    expect(stdout.split("\n")).toHaveLength(4);
    expect(stderr).toContain("2 of 9");
    expect(await json(["get", "users/teams", "--param", "_limit=2"])).toMatchObject({ count: 9, results: [{}, {}] });
  });

  test("shows text that is no JSON", async () => {
    expect(await desk.run(["get", "version"])).toEqual({ status: 0, stdout: "0.10.9\n", stderr: "" });
    expect(await json(["get", "version"])).toBe("0.10.9");
  });

  test.each([
    ['{ "id": 12345678901234567890,\n "amount": 1.10 }', '{"id":12345678901234567890,"amount":1.10}\n'],
    ['[{"id": 9007199254740993}, {"id": 1e400}]', '[\n{"id":9007199254740993},\n{"id":1e400}\n]\n'],
    ['{"results": [1.0], "count": 1}', '{"results":[1.0],"count":1}\n'],
    ["0.10", "0.10\n"],
  ])("writes the numbers of %s as the server did, with --json", async (body, expected) => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { "Content-Type": "application/json" }).end(body);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    // A server that listens on a port of this machine.
    const { port } = server.address() as AddressInfo;
    const env = { KEYSTONE_TOKEN: "t" };
    const ended = await desk.run(["get", "numbers", "--url", `http://127.0.0.1:${port}`, "--json"], { env });
    server.close();
    expect(ended).toEqual({ status: 0, stdout: expected, stderr: "" });
  });

  test("hands bytes on as they are, and shows none as JSON", async () => {
    const bytes = Buffer.from([0, 1, 2, 27, 91, 51, 49, 109, 200, 255]);
    const server = createServer((_request, response) => {
      response.writeHead(200, { "Content-Type": "application/octet-stream" }).end(bytes);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    // A server that listens on a port of this machine.
    const { port } = server.address() as AddressInfo;
    const [url, copy] = [`http://127.0.0.1:${port}`, join(desk.home, "copy.bin")];
    const env = { ...desk.env, KEYSTONE_TOKEN: "t" };
    const line = `exec "$0" "$@" > '${copy}'`;
    const piped = await runCommand("/bin/sh", ["-c", line, process.execPath, PROGRAM, "get", "x", "--url", url], {
      env,
    });
    expect(piped).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(copy)).toEqual(bytes);
    const shown = await desk.run(["get", "x", "--url", url, "--json"], { env: { KEYSTONE_TOKEN: "t" } });
    server.close();
    expect(shown).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("--out FILE") });
  });

  test("saves a body to a file", async () => {
    const out = join(desk.home, "config.json");
    expect(await json(["get", "config", "--out", out])).toMatchObject({ file: out });
    expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({ version: "0.10.9" });
  });
});

describe.skipIf(process.platform === "win32")("get --out", () => {
  test.each([
    ["-", /Error: --out: - is no file\./],
    ["no/where.json", /Error: --out: .*\/where\.json cannot be written \(ENOENT\)\./],
    ["folder", /Error: --out: .*\/folder is no file\./],
    ["pipe", /Error: --out: .*\/pipe is no file\./],
    ["link", /Error: --out: .*\/link is no file\./],
    ["plain/file", /Error: --out: .*\/file cannot be written \(ENOTDIR\)\./],
  ])("refuses %s before anything is asked for", async (name, message) => {
    const place = join(desk.home, "out");
    if (!existsSync(place)) {
      mkdirSync(join(place, "folder"), { recursive: true });
      execFileSync("mkfifo", [join(place, "pipe")]);
      symlinkSync(join(place, "pipe"), join(place, "link"));
      writeFileSync(join(place, "plain"), "");
    }
    const before = (await box.requests()).length;
    const ended = await desk.run(["get", "config", "--out", name === "-" ? name : join(place, name)]);
    expect(ended).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(message) });
    if (!name.includes("/")) expect(ended.stderr).toContain("Hint: Leave --out away to write to standard output.");
    expect((await box.requests()).length).toBe(before);
    expect(lstatSync(join(place, "pipe")).isFIFO()).toBe(true);
  });
});

describe("post, put, patch and delete", () => {
  test("take a record through its life", async () => {
    const data = file("team.json", '\ufeff{"name": "Astronomy"}');
    const made = await json(["post", "users/teams", "--data", data]);
    expect(made).toMatchObject({ name: "Astronomy", is_active: true });
    const id = Object(made)["id"];
    expect(await json(["patch", `users/teams/${id}`, "--data", "-"], '{"is_active": false}')).toMatchObject({
      is_active: false,
    });
    const whole = '{"name": "Astronomy", "is_active": true}';
    expect(await json(["put", `users/teams/${id}`, "--data", "-"], whole)).toMatchObject({ is_active: true });
    const gone = await desk.run(["delete", `users/teams/${id}`]);
    expect(gone).toMatchObject({ status: 0, stdout: "", stderr: expect.stringContaining("204") });
    expect(await desk.run(["get", `users/teams/${id}`])).toMatchObject({ status: 5 });
  });

  test("send files", async () => {
    const path = file("notes.txt", "twelve bytes");
    const data = file("fields.json", '{"request": 1, "name": "Notes"}');
    const args = ["post", "allocations/attachments", "--data", data, "--file", `file=${path}`];
    expect(await json(args)).toMatchObject({ name: "Notes", request: 1 });
  });

  test.each([
    [
      "a file that is not there",
      ["post", "users/teams", "--data", "none.json"],
      /none\.json cannot be read \(ENOENT\)/,
    ],
    ["JSON as an argument", ["post", "users/teams", "--data", '{"name": "x"}'], /through a file or a pipe/],
    ["a file as curl takes it", ["post", "users/teams", "--data", "@none.json"], /goes by its name alone: none\.json/],
    ["nothing on standard input", ["post", "users/teams", "--data", "-"], /does not hold JSON/],
    ["a directory to send", ["post", "x", "--file", "file=."], /is not a file/],
    ["to send what is not there", ["post", "x", "--file", "file=none.txt"], /none\.txt cannot be read \(ENOENT\)/],
  ])("refuse %s", async (_what, args, message) => {
    const ended = await desk.run(args);
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(message);
  });

  test("refuse authorities that are not there, and name the variable", async () => {
    const ended = await desk.run(["get", "version"], { env: { LATCHKEY_CA_FILE: "none.pem" } });
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(/LATCHKEY_CA_FILE: none\.pem cannot be read \(ENOENT\)/);
  });

  test("do not quote data that is broken: it may be secret", async () => {
    const ended = await desk.run(["post", "users/users", "--data", "-"], { input: '{"password": canary-11}' });
    expect(ended.status).toBe(2);
    expect(ended.stdout + ended.stderr).not.toContain("canary");
  });
});

describe("list", () => {
  test("lists all rows, in columns of one's choice", async () => {
    const { stdout } = await desk.run(["list", "users/memberships", "--columns", "id,_team.name,_user.username,role"]);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^id +_team\.name +_user\.username +role$/);
    const all = await json(["list", "users/memberships"]);
    expect(lines).toHaveLength(1 + (Array.isArray(all) ? all.length : 0));
  });

  test.each<readonly string[]>([
    ["list", "users/teams", "--columns", "id,nmae"],
    ["list", "users/teams", "--columns", "id,nmae", "--json"],
    ["whoami", "--columns", "id,nmae"],
    ["whoami", "--columns", "id,nmae", "--json"],
  ])("says which columns nothing has: %s %s %s %s %s", async (...args) => {
    const { stdout, stderr, status } = await desk.run(args);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^Warning: Nothing has nmae\. There are id, .+\.$/m);
    expect(stdout).toContain("nmae");
  });

  test("writes CSV, with a heading and quoted where it must be", async () => {
    const { status, stdout } = await desk.run([
      "list",
      "users/teams",
      "--csv",
      "--columns",
      "id,name,users",
      "--limit",
      "2",
    ]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^id,name,users\r\n1,Fluid Structure Interaction,"?\[.*\]"?\r\n2,.*\r\n$/);
    expect(await desk.run(["list", "users/teams", "--csv", "--json"])).toMatchObject({ status: 2, stdout: "" });
  });

  test("says nothing of columns where there are no rows", async () => {
    const { stderr } = await desk.run(["list", "users/teams", "--search", "no such team", "--columns", "nmae"]);
    expect(stderr).not.toContain("nmae");
  });

  test("filters, searches, sorts and limits", async () => {
    const rows = async (...args: string[]) => {
      const { stdout } = await desk.run(["list", "users/teams", "--ndjson", "--columns", "name", ...args]);
      return stdout
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line).name);
    };
    expect(await rows("--param", "name__startswith=P")).toEqual(["Plasma Physics", "Protein Folding"]);
    expect(await rows("--search", "plasma")).toEqual(["Plasma Physics"]);
    expect(await rows("--order=-name", "--limit", "1")).toEqual(["Quantum Materials"]);
    expect(await rows("--param", "name=none")).toEqual([]);
  });

  test.each([
    ["_order=name", "--order", "-name"],
    ["_search=x", "--search", "y"],
  ])("refuses --param %s beside %s", async (param, flag, value) => {
    const ended = await desk.run(["list", "users/teams", "--param", param, flag, value]);
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toContain(`and ${flag} say the same: give one of them.`);
  });

  test("refuses a parameter that is given twice: the server would read one of them", async () => {
    const twice = ["--param", "id__in=1", "--param", "is_active=true", "--param", "id__in=2"];
    const ended = await desk.run(["list", "users/teams", ...twice]);
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(/--param id__in is there more than once.*\nHint: A list is one value/);
  });

  test("writes JSON that can be read whatever there is", async () => {
    expect(await json(["list", "users/teams", "--search", "nothing like it"])).toEqual([]);
    const { stderr } = await desk.run(["list", "users/teams", "--search", "nothing like it"]);
    expect(stderr).toBe("Nothing matches.\n");
  });
});

describe("batch", () => {
  const actions = [
    { method: "POST", path: "users/teams", payload: { name: "Batch Team" }, ref: "team" },
    { method: "POST", path: "/users/memberships/", payload: { team: "@ref{team.id}", user: 1, role: "OW" } },
  ];

  test("tries, and then does", async () => {
    const path = file("batch.json", JSON.stringify(actions));
    const tried = await desk.run(["batch", path, "--dry-run"]);
    expect(tried).toMatchObject({ status: 0, stderr: expect.stringContaining("nothing was changed") });
    expect(tried.stdout).toMatch(/1 +POST +\/users\/teams\/ +201 +team/);
    expect(await json(["list", "users/teams", "--search", "Batch"])).toEqual([]);
    const job = file("job.json", JSON.stringify({ job: { actions } }));
    expect(await json(["batch", job])).toMatchObject([{ status: 201, ref: "team" }, { status: 201 }]);
    expect(await json(["list", "users/teams", "--search", "Batch"])).toMatchObject([{ name: "Batch Team" }]);
  });

  test("names the action that failed, and has changed nothing", async () => {
    const bad = [
      { method: "POST", path: "/users/teams/", payload: { name: "Doomed" } },
      { method: "GET", path: "/nope/" },
    ];
    const ended = await desk.run(["batch", "-", "--json"], { input: JSON.stringify(bad) });
    expect(ended).toMatchObject({ status: 3, stdout: "" });
    const { error } = JSON.parse(ended.stderr);
    expect(error).toMatchObject({ exitCode: 3, status: 422, message: expect.stringMatching(/#2/) });
    expect(await json(["list", "users/teams", "--search", "Doomed"])).toEqual([]);
  });

  test("refuses two files of one name", async () => {
    const [path, notes] = [file("batch.json", JSON.stringify(actions)), file("notes.txt", "notes")];
    const ended = await desk.run(["batch", path, "--file", `cv=${notes}`, "--file", `cv=${notes}`]);
    expect(ended).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("--file cv= is given twice"),
    });
  });

  test.each(["{}", "[]", "[1]", '"text"'])("refuses %s as actions", async (content) => {
    expect(await desk.run(["batch", "-"], { input: content })).toMatchObject({ status: 2, stdout: "" });
  });
});

describe("upload", () => {
  test("attaches a file to a request", async () => {
    const path = file("plan.md", "# Plan");
    expect(await json(["upload", path, "--request", "1", "--name", "The plan"])).toMatchObject({ name: "The plan" });
  });

  test("asks what the server takes before it sends", async () => {
    const before = (await box.requests()).filter(({ method }) => method === "POST").length;
    const path = file("large.txt", "x".repeat(2_621_441));
    expect(await desk.run(["upload", path, "--request", "1"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("2621440 at most"),
    });
    const nameless = file("nameless", "x");
    expect(await desk.run(["upload", nameless, "--request", "1"])).toMatchObject({ status: 2 });
    expect((await box.requests()).filter(({ method }) => method === "POST")).toHaveLength(before);
  });
});

describe("--debug", () => {
  test("tells of each request, and of no secret", async () => {
    const { status, stdout, stderr } = await desk.run([
      "get",
      "users/teams",
      "--param",
      "name=canary-6",
      "--debug",
      "--json",
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ count: 0 });
    expect(stderr).toMatch(/HTTP Request: GET http:\S+\/users\/teams\/\S* [0-9a-f-]{36}\n/);
    expect(stderr).toMatch(/HTTP Response: GET \S+ 200 /);
    expect(stderr).not.toMatch(/canary|sessionid|csrf/i);
  });
});

test("what is wrong with the store is a warning, and the command goes on", async () => {
  const session = join(desk.directory, "sessions", "default", "keystone", "session");
  const content = readFileSync(session);
  chmodSync(session, 0o644);
  const ended = await desk.run(["get", "version"]);
  chmodSync(session, 0o600);
  expect(ended).toMatchObject({ status: 0, stdout: "0.10.9\n" });
  expect(ended.stderr).toMatch(/^Warning: .*session is not used/);
  expect(readFileSync(session)).toEqual(content);
});

test("files of the session are for their owner alone", () => {
  const sessions = join(desk.directory, "sessions", "default", "keystone");
  expect(readdirSync(sessions)).toContain("session");
  expect(statSync(sessions).mode & 0o777).toBe(0o700);
  expect(statSync(join(sessions, "session")).mode & 0o777).toBe(0o600);
});
