import { dirname, resolve } from "node:path";
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

  test("can require the packages, where it is not a module", async () => {
    const text = `const { KeystoneClient } = require("@latchkey/keystone"); const c = new KeystoneClient({ url: ${JSON.stringify(box.url)} }); console.log(c.httpGet("version").status);`;
    expect(await runNode(["--no-warnings", "--eval", text], { cwd })).toMatchObject({ status: 0, stdout: "200\n" });
  });
});
