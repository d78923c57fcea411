import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FaultServer, startFaultServer } from "../testbed/faultServer.ts";

const run = promisify(execFile);
const place = (name: string): string => new URL(name, import.meta.url).href;

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

/** Runs a script as a process of its own, which must end by itself; returns what it printed as JSON. */
async function script(body: string, flags: readonly string[] = []): Promise<unknown> {
  const text = `
    const { exchange, transportTwins, failureOf, textOf } = await import(${JSON.stringify(place("../testbed/exchanges.js"))});
    const [asynchronous, blocking] = transportTwins;
    const origin = ${JSON.stringify(server.origin)};
    ${body}`;
  const args = [...flags, "--input-type=module", "--eval", text];
  const { stdout, stderr } = await run(process.execPath, args, { timeout: 20_000 });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

describe.each(["asynchronous", "blocking"])("a process with an %s transport", (twin) => {
  test("ends by itself when the transport is closed", async () => {
    const left = await script(`
      const tested = ${twin}.open();
      for (let index = 0; index < 20; index += 1) await exchange(tested, origin, "/plain");
      await tested.transport.close(false);
      const left = process.getActiveResourcesInfo().filter((name) => !/Pipe|TTY|FSReq|Immediate/.test(name));
      console.log(JSON.stringify(left));`);
    expect((left as string[]).filter((name) => /TCP|Timeout/.test(name))).toEqual([]);
  });

  test("ends by itself when the transport is not closed", async () => {
    const status = await script(`
      const reply = await exchange(${twin}.open(), origin, "/plain");
      console.log(JSON.stringify(reply.status));`);
    expect(status).toBe(200);
  });

  test("lives as long as a call is awaited", async () => {
    const code = await script(`
      const error = await failureOf(exchange(${twin}.open(), origin, "/stall?stage=body", { timeout: 300 }));
      console.log(JSON.stringify(error.code));`);
    expect(code).toBe("timeout");
  });

  test("keeps its globals", async () => {
    const same = await script(`
      const http = await import("node:http");
      const https = await import("node:https");
      const state = () => JSON.stringify([
        Object.getOwnPropertySymbols(globalThis).map(String),
        Object.getOwnPropertyNames(globalThis),
        http.globalAgent.options, https.globalAgent.options,
        process.eventNames().map(String), process.env,
      ]);
      const before = state();
      const agents = [http.globalAgent, https.globalAgent];
      const tested = ${twin}.open();
      await exchange(tested, origin, "/plain");
      await tested.transport.close(true);
      console.log(JSON.stringify(state() === before && agents[0] === http.globalAgent && agents[1] === https.globalAgent));`);
    expect(same).toBe(true);
  });

  test.each([
    ["--disallow-code-generation-from-strings"],
    ["--import", "data:text/javascript,globalThis.preloaded=1"],
    ["--no-warnings", "--conditions=development", "--max-old-space-size=512"],
    ["--frozen-intrinsics", "--no-warnings"],
    ["--unhandled-rejections=strict", "--trace-uncaught"],
  ])("works under flags of its host (%s)", async (...flags) => {
    const status = await script(
      `const reply = await exchange(${twin}.open(), origin, "/plain");
       console.log(JSON.stringify(reply.status));`,
      flags,
    );
    expect(status).toBe(200);
  });
});

describe("a blocking transport", () => {
  test("works in a thread of the caller's own, beside the main one", async () => {
    const statuses = await script(`
      const { Worker } = await import("node:worker_threads");
      const { once } = await import("node:events");
      const source = 'const { parentPort, workerData } = require("node:worker_threads");' +
        'import(workerData.module).then(async ({ exchange, transportTwins }) => {' +
        '  const reply = await exchange(transportTwins[1].open(), workerData.origin, "/plain");' +
        '  parentPort.postMessage(reply.status); });';
      const workerData = { module: ${JSON.stringify(place("../testbed/exchanges.js"))}, origin };
      const workers = [1, 2].map(() => new Worker(source, { eval: true, workerData, execArgv: [] }));
      const own = await exchange(blocking.open(), origin, "/plain");
      const theirs = await Promise.all(workers.map((worker) => once(worker, "message")));
      console.log(JSON.stringify([own.status, ...theirs.flat()]));`);
    expect(statuses).toEqual([200, 200, 200]);
  });
});
