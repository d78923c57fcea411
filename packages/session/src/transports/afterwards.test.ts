import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FaultServer, startFaultServer } from "../testbed/faultServer.ts";
import { transportScript } from "../testbed/transportScript.ts";

const place = (name: string): string => new URL(name, import.meta.url).href;

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

/** What a process of its own prints, which must end by itself and say nothing else. */
async function script(body: string, flags: readonly string[] = [], limits = "-c 0"): Promise<unknown> {
  const { printed, stderr } = await transportScript(server.origin, body, { flags, limits });
  expect(stderr).toBe("");
  return printed;
}

describe.each(["asynchronous", "blocking", "brief"])("a process with an %s transport", (twin) => {
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

  test("keeps no connections of transports that were forgotten without being closed", async () => {
    const patient = createServer({ keepAliveTimeout: 600_000 }, (_, response) => response.end("hello"));
    let connections = 0;
    patient.on("connection", () => (connections += 1));
    await once(patient.listen(0, "127.0.0.1"), "listening");
    const { port } = patient.address() as AddressInfo;
    const seen = await script(
      `const { readdirSync } = await import("node:fs");
       const open = () => readdirSync("/proc/self/fd").length;
       // It has what every process opens once.
       const kept = ${twin}.open();
       await exchange(kept, origin, "/plain");
       const before = open();
       for (let index = 0; index < 20; index += 1) await exchange(${twin}.open(), "http://127.0.0.1:${port}", "/");
       for (let tries = 0; tries < 100 && open() > before + 1; tries += 1) {
         globalThis.gc();
         await new Promise((resolve) => setTimeout(resolve, 50));
       }
       const { status } = await exchange(kept, origin, "/plain");
       console.log(JSON.stringify([open() <= before + 1, status]));`,
      ["--expose-gc"],
    );
    patient.close();
    expect([connections, seen]).toEqual([20, [true, 200]]);
  });

  test.each([
    ["responses", 'requestTo(origin, "/bytes?size=3000000")'],
    ["uploads", 'requestTo(origin, "/echo", { method: "POST", body: bytes(3_000_000) })'],
    ["small uploads", 'requestTo(origin, "/echo", { method: "PUT", body: bytes(1_000) })'],
  ])("keeps nothing of the %s that its connections carried, while they rest", async (_, request) => {
    const seen = await script(
      `const carried = [];
       const remembered = (bytes) => {
         carried.push(new WeakRef(bytes.buffer));
         return bytes;
       };
       const bytes = (size) => ({ kind: "bytes", bytes: remembered(new Uint8Array(size)) });
       const tested = ${twin}.open();
       const each = function* () {
         const { status, body } = yield* send(${request}, performance.now() + 20_000);
         remembered(body);
         return status;
       };
       const statuses = new Set((await tested.run(all(8, each))).map(({ value }) => value));
       const kept = () => carried.filter((memory) => memory.deref() !== undefined).length;
       for (let tries = 0; tries < 50 && kept() > 0; tries += 1) {
         // What was looked at stays until the next turn.
         await new Promise((resolve) => setTimeout(resolve, 20));
         globalThis.gc();
       }
       const { status } = await exchange(tested, origin, "/plain");
       console.log(JSON.stringify([...statuses, carried.length >= 8, kept(), status]));`,
      ["--expose-gc"],
    );
    expect(seen).toEqual([200, true, 0, 200]);
  });

  test("keeps no connection to a proxy that refused it a tunnel", async () => {
    const proxy = await startFaultServer({ proxyAuthorization: "Basic S3CR3T" });
    const seen = await script(`
      const { readdirSync } = await import("node:fs");
      const tested = ${twin}.open({ proxy: "http://127.0.0.1:${proxy.port}" });
      const open = () => readdirSync("/proc/self/fd").length;
      const codes = new Set();
      const refused = async () => codes.add((await failureOf(exchange(tested, origin, "/plain"))).code);
      await refused();
      const before = open();
      for (let index = 0; index < 30; index += 1) await refused();
      // The system takes a socket back a moment after it was destroyed.
      for (let tries = 0; tries < 100 && open() > before + 10; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      console.log(JSON.stringify([...codes, open() <= before + 10]));
      process.exit();`);
    await proxy.close();
    expect(seen).toEqual(["connect", true]);
  });

  test("lives as long as a call is awaited", async () => {
    const code = await script(`
      const error = await failureOf(exchange(${twin}.open(), origin, "/stall?stage=body", { timeout: 300 }));
      console.log(JSON.stringify(error.code));`);
    expect(code).toBe("timeout");
  });

  test("leaves no file when the disk is full", async () => {
    const directory = mkdtempSync(join(tmpdir(), "latchkey-full-"));
    const seen = await script(
      `const { readdirSync } = await import("node:fs");
       const save = { file: ${JSON.stringify(join(directory, "file"))}, existing: "replace" };
       const tested = ${twin}.open();
       const error = await failureOf(exchange(tested, origin, "/bytes?size=3000000", { save }));
       const small = await exchange(tested, origin, "/bytes?size=1000", { save });
       console.log(JSON.stringify([error.code, small.saved.bytes, readdirSync(${JSON.stringify(directory)})]));`,
      [],
      // Blocks of 512 bytes, or of 1024.
      "-f 1000",
    );
    rmSync(directory, { recursive: true });
    expect(seen).toEqual(["disk", 1000, ["file"]]);
  });

  test("leaves nothing behind when calls are cancelled, whatever they were doing", async () => {
    const directory = mkdtempSync(join(tmpdir(), "latchkey-cancelled-"));
    const seen = await script(
      `const { Signal } = await import(${JSON.stringify(place("../flow/signal.js"))});
       const { readdirSync } = await import("node:fs");
       const tested = ${twin}.open();
       const save = (index) => ({ file: ${JSON.stringify(directory)} + "/" + index, existing: "error" });
       const paths = ["/early?size=5000000", "/drip?stage=body", "/stall?stage=head", "/coded?coding=gzip&size=3000000&percent=100"];
       let cancelled = 0;
       for (let round = 0; round < 40; round += 1) {
         const stop = new Signal();
         const each = (index) => send(requestTo(origin, paths[index % 4], { save: save(round * 100 + index) }), performance.now() + 9_000);
         const outcomes = await tested.run((function* () {
           return yield* all(2, function* (which) {
             if (which === 0) return yield* all(8, each, { stop });
             yield* sleep(performance.now() + round);
             stop.raise(new Error("enough"));
           });
         })());
         cancelled += outcomes[0].value.filter((outcome) => outcome.error?.message === "enough").length;
       }
       await tested.transport.close(true);
       // The thread removes a file a moment after the call was told.
       for (let tries = 0; tries < 100 && readdirSync(${JSON.stringify(directory)}).some((name) => /part$/.test(name)); tries += 1) {
         await new Promise((resolve) => setTimeout(resolve, 50));
       }
       const open = readdirSync("/proc/self/fd").length;
       const parts = readdirSync(${JSON.stringify(directory)}).filter((name) => /part$/.test(name));
       console.log(JSON.stringify([cancelled > 100, open < 60, parts]));`,
    );
    rmSync(directory, { recursive: true });
    expect(seen).toEqual([true, true, []]);
  });

  test("loses nothing where the system gives few sockets: what lacks one waits for another's", async () => {
    const seen = await script(
      `const tested = ${twin}.open({ maxConnections: 500 });
       await exchange(tested, origin, "/plain");
       const each = () => send(requestTo(origin, "/plain"), performance.now() + 60_000);
       const outcomes = await tested.run(all(200, each));
       const endings = outcomes.map(({ value, error }) => value?.status ?? error.message);
       console.log(JSON.stringify([endings.length, ...new Set(endings)]));`,
      [],
      "-n 60",
    );
    expect(seen).toEqual([200, 200]);
  });

  test("loses nothing where the system gives few sockets and another server's connections hold them", async () => {
    const other = await startFaultServer();
    const seen = await script(
      `const tested = ${twin}.open({ maxConnections: 500 });
       await exchange(tested, origin, "/plain");
       const origins = [origin, ${JSON.stringify(other.origin)}];
       const each = (index) => send(requestTo(origins[Math.floor(index / 100)], "/plain"), performance.now() + 60_000);
       const outcomes = await tested.run(all(200, each));
       const endings = outcomes.map(({ value, error }) => value?.status ?? error.message);
       console.log(JSON.stringify([endings.length, ...new Set(endings)]));`,
      [],
      "-n 60",
    );
    await other.close();
    expect(seen).toEqual([200, 200]);
  });

  test("loses nothing where the system gives few files: what lacks one begins again", async () => {
    const directory = mkdtempSync(join(tmpdir(), "latchkey-few-"));
    const seen = await script(
      `const { readdirSync, statSync } = await import("node:fs");
       const tested = ${twin}.open({ maxConnections: 500 });
       await exchange(tested, origin, "/plain");
       const file = (index) => ${JSON.stringify(directory)} + "/" + index;
       const each = (index) => send(requestTo(origin, "/bytes?size=100000", { save: { file: file(index), existing: "error" } }), performance.now() + 60_000);
       const outcomes = await tested.run(all(200, each));
       const endings = outcomes.map(({ value, error }, index) => error?.message ?? statSync(file(index)).size);
       console.log(JSON.stringify([readdirSync(${JSON.stringify(directory)}).length, ...new Set(endings)]));`,
      [],
      "-n 60",
    );
    rmSync(directory, { recursive: true });
    expect(seen).toEqual([200, 100_000]);
  });

  test("reports sockets that the system does not give as not sent, where there is none to wait for", async () => {
    const seen = await script(
      `const { openSync, closeSync } = await import("node:fs");
       const tested = ${twin}.open();
       await exchange(tested, origin, "/plain");
       const held = [];
       try {
         for (;;) held.push(openSync("/dev/null"));
       } catch {}
       const pool = ${twin}.open();
       // The connection that is kept still works.
       const kept = await exchange(tested, origin, "/plain");
       const error = await failureOf(exchange(pool, origin, "/plain"));
       for (const descriptor of held) closeSync(descriptor);
       console.log(JSON.stringify([kept.status, error.code, error.sent, /ulimit/.test(error.hint)]));`,
      [],
      "-n 60",
    );
    expect(seen).toEqual([200, "connect", false, true]);
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
