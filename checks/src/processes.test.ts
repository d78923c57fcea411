import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runNode } from "./runNode.ts";

const cwd = resolve(dirname(fileURLToPath(import.meta.url)), "..");

let box: KeystoneBox;

beforeAll(async () => {
  box = await startKeystone({ throttle: false });
});

afterAll(() => box.close());

/** Runs a program given as text, with the server's address in `url`. */
function program(code: string, flags: readonly string[] = []): ReturnType<typeof runNode> {
  const text = `const url = ${JSON.stringify(box.url)};\n${code}`;
  return runNode([...flags, "--input-type=module", "--eval", text], { cwd });
}

describe("a process", () => {
  test("that forgot to close its async client ends by itself", async () => {
    const ended = await program(`
      import { AsyncKeystoneClient } from "@latchkey/keystone";
      const client = new AsyncKeystoneClient({ url });
      console.log((await client.httpGet("version")).text());
    `);
    expect(ended).toEqual({ status: 0, stdout: "0.10.9\n", stderr: "" });
  });

  test("that forgot to close its blocking client ends by itself", async () => {
    const ended = await program(`
      import { KeystoneClient } from "@latchkey/keystone";
      const client = new KeystoneClient({ url });
      console.log(client.httpGet("version").text());
    `);
    expect(ended).toEqual({ status: 0, stdout: "0.10.9\n", stderr: "" });
  });

  test("that was started with flags of its own has a blocking client that works", async () => {
    const ended = await program(
      `
      import { KeystoneClient } from "@latchkey/keystone";
      using_(new KeystoneClient({ url }));
      function using_(client) { console.log(client.httpGet("version").text()); client.close(); }
    `,
      ["--no-warnings", "--max-old-space-size=256", "--stack-trace-limit=50", "--trace-uncaught"],
    );
    expect(ended).toMatchObject({ status: 0, stdout: "0.10.9\n" });
  });

  test("has nothing left open after close", async () => {
    const ended = await program(`
      import { AsyncKeystoneClient, KeystoneClient } from "@latchkey/keystone";
      // Opened when first touched, which a worker thread does.
      console.assert(process.stdout && process.stderr);
      const before = process.getActiveResourcesInfo();
      const client = new AsyncKeystoneClient({ url });
      const blocking = new KeystoneClient({ url });
      await client.all(Array.from({ length: 50 }, () => "version"));
      blocking.all(Array.from({ length: 50 }, () => "version"));
      await client.close();
      blocking.close();
      await new Promise((done) => setImmediate(done));
      const left = process.getActiveResourcesInfo().filter((name) => !before.includes(name) && name !== "CloseReq");
      console.log(JSON.stringify(left));
    `);
    expect(ended).toEqual({ status: 0, stdout: "[]\n", stderr: "" });
  });

  test("is not changed by importing and using the packages", async () => {
    const ended = await program(`
      import http from "node:http";
      import https from "node:https";
      const look = () => JSON.stringify({
        symbols: Object.getOwnPropertySymbols(globalThis).map(String),
        names: Object.getOwnPropertyNames(globalThis).length,
        agents: [http.globalAgent.options, https.globalAgent.options],
        events: process.eventNames().map(String),
        env: process.env,
      });
      const before = look();
      const { AsyncKeystoneClient, KeystoneClient } = await import("@latchkey/keystone");
      const client = new AsyncKeystoneClient({ url });
      const blocking = new KeystoneClient({ url });
      await client.httpGet("version");
      blocking.httpGet("version");
      const after = look();
      console.log(before === after ? "the same" : "changed");
    `);
    expect(ended).toEqual({ status: 0, stdout: "the same\n", stderr: "" });
  });

  test("with Node's permissions keeps what it may, and is told what it needs for the rest", async () => {
    const directory = mkdtempSync(join(tmpdir(), "latchkey-permission-"));
    const flag = process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission";
    const net = process.allowedNodeEnvironmentFlags.has("--allow-net") ? ["--allow-net"] : [];
    const ended = await program(
      `
      import { AsyncSession, fileStore, Session } from "@latchkey/session";
      const store = fileStore(${JSON.stringify(join(directory, "tokens"))});
      store.set("token", { a: 1 });
      console.log(store.get("token"), "sign" in store.lease("token"));
      const [item] = new Session({ url }).all(["version/"]);
      console.log(item.error?.code, item.error?.hint);
      console.log((await new AsyncSession({ url }).httpGet("version/")).text());
    `,
      [flag, ...net, "--allow-fs-read=*", `--allow-fs-write=${join(directory, "*")}`, "--no-warnings"],
    );
    const { mode } = statSync(join(directory, "tokens", readdirSync(join(directory, "tokens"))[0] ?? ""));
    rmSync(directory, { recursive: true });
    expect([ended, mode & 0o777]).toEqual([
      {
        status: 0,
        stdout: "{ a: 1 } false\nworker Run Node with --allow-worker, or use the async twin.\n0.10.9\n",
        stderr: "",
      },
      0o600,
    ]);
  });

  test("can require the packages, where it is not a module", async () => {
    const text = `const { KeystoneClient } = require("@latchkey/keystone"); const c = new KeystoneClient({ url: ${JSON.stringify(box.url)} }); console.log(c.httpGet("version").status);`;
    expect(await runNode(["--no-warnings", "--eval", text], { cwd })).toMatchObject({ status: 0, stdout: "200\n" });
  });
});
