import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { openDesk, PROGRAM, runCommand } from "../testbed/latchkey.ts";

const desk = openDesk();
let box: KeystoneBox;

beforeAll(async () => {
  box = await startKeystone({ seed: 1, throttle: false });
});

afterAll(() => box.close());
afterEach(() => box.clearFaults());

describe("a command that is interrupted", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s ends with %d, and is not an error", async (signal, status) => {
    await box.fault({ kind: "stall", match: { path: "/version/" } });
    const before = (await box.requests()).length;
    const ended = await desk.run(["get", "version", "--url", box.url], {
      async onStart(kill) {
        await vi.waitUntil(async () => (await box.requests()).length > before, { timeout: 20_000 });
        kill(signal);
      },
    });
    expect(ended).toEqual({ status, stdout: "", stderr: "" });
  });

  test("keeps what it has written", async () => {
    await box.fault({ kind: "stall", after: 1, times: Number.POSITIVE_INFINITY, match: { path: "/users/users/" } });
    await box.addUsers(200);
    const login = ["login", "keystone", "--url", box.url, "--username", "admin", "--password-stdin"];
    await desk.run(login, { input: "quickstart" });
    const before = (await box.requests()).length;
    const ended = await desk.run(["list", "users/users", "--ndjson"], {
      async onStart(kill) {
        await vi.waitUntil(async () => (await box.requests()).length > before + 1, { timeout: 20_000 });
        kill("SIGINT");
      },
    });
    expect(ended.status).toBe(130);
    expect(ended.stderr).toMatch(
      /^\d+ rows were written\. To go on after them: latchkey list users\/users .*_offset=\d+\n$/,
    );
    for (const line of ended.stdout.split("\n").filter(Boolean)) expect(JSON.parse(line)).toHaveProperty("username");
  });
});

describe("a command that goes on all the same", () => {
  /** Never ends by itself, and sends itself signals: each when the one before was heard. */
  const program = (signals: readonly NodeJS.Signals[]): string => `
    import { watchInterrupts } from ${JSON.stringify(new URL("./watchInterrupts.js", import.meta.url))};
    const signals = ${JSON.stringify(signals)};
    const send = () => signals.length > 0 && process.kill(process.pid, signals.shift());
    setInterval(() => {}, 1_000);
    watchInterrupts().signal.addEventListener("abort", send);
    send();
  `;

  test.each<[NodeJS.Signals[], string, number]>([
    [["SIGINT"], "when its time is over", 130],
    [["SIGTERM"], "when its time is over", 143],
    [["SIGINT", "SIGTERM"], "at the second signal", 143],
    [["SIGTERM", "SIGINT"], "at the second signal", 130],
  ])("after %j ends %s, with %d", async (signals, _when, status) => {
    const args = ["--input-type=module", "--eval", program(signals)];
    const ended = await runCommand(process.execPath, args, { env: desk.env, within: 20_000 });
    expect(ended).toEqual({ status, stdout: "", stderr: "" });
  });
});

describe("a list that is interrupted", () => {
  test.each([
    ["as a table", []],
    ["as a table, at what it was told to go on after", ["--param=_offset=10"]],
    ["line by line, with its endpoint at the end", ["--ndjson", "--"]],
  ])("%s has written what it tells of, and tells how to go on after that", async (_how, more) => {
    await box.fault({ kind: "stall", after: 1, times: Number.POSITIVE_INFINITY, match: { path: "/users/users/" } });
    const before = (await box.requests()).length;
    const ended = await desk.run(["list", "--limit", "150", ...more, "users/users"], {
      async onStart(kill) {
        await vi.waitUntil(async () => (await box.requests()).length > before + 1, { timeout: 20_000 });
        kill("SIGINT");
      },
    });
    expect(ended.status).toBe(130);
    const lines = ended.stdout.split("\n").filter((line) => /^\s*(?:\d|\{)/.test(line));
    const [, written, words] =
      /^(\d+) rows were written\. To go on after them: latchkey (.*)\n$/.exec(ended.stderr) ?? [];
    expect([lines.length, Number(written)]).toEqual([100, 100]);
    const offset = more.includes("--param=_offset=10") ? 110 : 100;
    const end = more.includes("--") ? " -- users/users" : "";
    const begin = more.includes("--ndjson") ? "list --ndjson" : "list users/users";
    expect(words).toBe(`${begin} --limit 50 --param _offset=${offset}${end}`);
    await box.clearFaults();
    const rest = await desk.run((words ?? "").split(" "));
    expect(rest).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("sandbox", () => {
  test.each([
    ["keystone", []],
    ["helios", []],
    ["all", []],
    ["all", ["--port", "0"]],
  ])("%s runs until Ctrl-C, and says how to sign in (%s)", async (which, options) => {
    let first = "";
    const ended = await desk.run(["sandbox", which, "--ndjson", "--no-throttle", ...options], {
      async onStart(kill, _pid, written) {
        const lines = which === "all" ? 2 : 1;
        await vi.waitUntil(() => written().split("\n").length > lines, { timeout: 25_000 });
        const boxes = written()
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line));
        for (const { service, url, first: command } of boxes) {
          // No port that only root may have.
          expect(Number(new URL(url).port)).toBeGreaterThan(1_023);
          first = command;
          const [, secret = "", args = ""] = /^echo (\S+) \| latchkey (.*)$/.exec(command) ?? [];
          const other = openDesk();
          expect(await other.run(args.split(" "), { input: `${secret}\n` })).toMatchObject({ status: 0 });
          expect(await other.run(["whoami", service])).toMatchObject({
            status: 0,
            stdout: expect.stringContaining(url),
          });
        }
        kill("SIGINT");
      },
    });
    expect(ended.status).toBe(130);
    expect(first).not.toBe("");
  });

  test("refuses a port that is taken", async () => {
    const port = new URL(box.url).port;
    expect(await desk.run(["sandbox", "keystone", "--port", port])).toMatchObject({ status: 2, stdout: "" });
  });

  test.skipIf(process.platform === "win32")("refuses a directory that cannot be made", async () => {
    const link = join(desk.home, "link");
    symlinkSync(join(desk.home, "nowhere"), link);
    for (const which of ["keystone", "helios", "all"]) {
      const ended = await desk.run(["sandbox", which, "--data", join(link, "data")]);
      expect(ended).toMatchObject({ status: 2, stdout: "" });
      expect(ended.stderr).toMatch(/--data: \S+ cannot be made \(EEXIST\)/);
    }
  });
});

test("a reader that has seen enough is no error", async () => {
  const script = `'${process.execPath}' '${PROGRAM}' list users/users --ndjson | head -n 1; exit "$PIPESTATUS"`;
  const ended = await runCommand("bash", ["-c", script], { env: desk.env });
  expect(ended).toMatchObject({ status: 0, stderr: "" });
  expect(ended.stdout.trimEnd().split("\n")).toHaveLength(1);
});

describe.skipIf(process.platform !== "linux")("secrets", () => {
  test("are neither in a command's arguments nor in the environment of what it starts", async () => {
    const other = openDesk({ LATCHKEY_STORE: undefined });
    const env = { KEYSTONE_URL: box.url, KEYSTONE_USERNAME: "admin", KEYSTONE_PASSWORD: "quickstart" };
    const seen: string[] = [];
    let children = 0;

    function look(pid: number): void {
      seen.push(readFileSync(`/proc/${pid}/cmdline`, "utf8"));
      for (const task of readdirSync(`/proc/${pid}/task`)) {
        for (const child of readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean)) {
          const words = readFileSync(`/proc/${child}/cmdline`, "utf8");
          // Between fork and exec a child still has what its parent has.
          if (!words.includes("keychainProbe")) continue;
          seen.push(words, readFileSync(`/proc/${child}/environ`, "utf8"));
          children += 1;
        }
      }
    }

    // Looking for a keychain is a process of its own, and a short one: on a busy machine it may come and go unseen.
    for (let round = 0; round < 20 && children === 0; round += 1) {
      let isOver = false;
      const ended = other.run(["login", "keystone"], {
        env,
        async onStart(_kill, pid) {
          while (!isOver) {
            try {
              look(pid);
            } catch {
              // One of them has just ended.
            }
            await new Promise((done) => setImmediate(done));
          }
        },
      });
      const { status } = await ended;
      isOver = true;
      expect(status).toBe(0);
    }
    expect(seen.length).toBeGreaterThan(0);
    expect(children).toBeGreaterThan(0);
    expect(seen.join("\n")).not.toContain("quickstart");
  });
});
