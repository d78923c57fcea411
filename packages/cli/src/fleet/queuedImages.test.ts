import { createHash } from "node:crypto";
import { type FSWatcher, mkdirSync, readdirSync, readFileSync, rmSync, watch } from "node:fs";
import { join } from "node:path";
import { AsyncHeliosSession } from "@latchkey/helios";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Ended, openDesk, type RunOptions } from "../testbed/latchkey.ts";
import { noRedis, RedisServer } from "../testbed/redisServer.ts";

const PROVE = process.env["LATCHKEY_PROVE"] !== undefined;
const COUNT = PROVE ? 5_000 : 60;
const PATIENCE = PROVE ? 3_600_000 : 60_000;
const STEP = 600_000;
const START = Date.UTC(2018, 0, 1, 12);
const CAMERA = "TL-15939";
const desk = openDesk();

let box: HeliosBox;
let redis: RedisServer;
let out: string;
let rounds = 0;
const running: Running[] = [];

/** A command that runs. */
interface Running {
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<Ended>;
}

beforeAll(async () => {
  box = await startHelios({ throttle: false, thread: true });
  if (noRedis === undefined) redis = await RedisServer.start();
  const login = ["login", "helios", "--url", box.url, "--client-id", "sandbox", "--secret-stdin"];
  expect(await desk.run(login, { input: "sandbox-secret" })).toMatchObject({ status: 0 });
});
beforeEach(() => {
  rounds += 1;
  out = join(desk.home, `images-${rounds}`);
});
afterEach(async () => {
  await box.clearFaults();
  for (const { kill } of running) kill("SIGKILL");
  for (const { ended } of running.splice(0)) await ended;
  if (noRedis !== undefined) return;
  const client = new Redis(redis.url);
  client.on("error", () => {});
  await client.flushall();
  client.disconnect();
});
afterAll(async () => {
  await box.close();
  await redis?.close();
});

async function begin(args: readonly string[], options: RunOptions = {}): Promise<Running> {
  let kill: Running["kill"] = () => {};
  const started = new Promise<void>((resolve) => {
    const ended = desk.run(args, {
      within: PATIENCE,
      ...options,
      async onStart(end) {
        kill = end;
        resolve();
      },
    });
    running.push({ kill: (signal) => kill(signal), ended });
  });
  const mine = running.at(-1);
  await started;
  if (mine === undefined) throw new Error("Nothing was started.");
  return mine;
}

const startWorker = (...more: readonly string[]): Promise<Running> =>
  begin(["worker", "--queue", redis.url, "--rate", "1000000/min", "--takeover", "1", "--concurrency", "4", ...more]);

const spanOf = (count: number): string[] => [
  "--from",
  new Date(START).toISOString(),
  "--to",
  new Date(START + (count - 1) * STEP).toISOString(),
];
const imagesArgs = (count: number, ...more: readonly string[]): string[] => {
  const limit = ["--rate", "1000000/min"];
  return ["helios", "images", CAMERA, ...spanOf(count), "--out", out, "--queue", redis?.url ?? "", ...limit, ...more];
};

const names = (): string[] => readdirSync(out).filter((name) => !name.startsWith("."));
const hashOf = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** The images as the server has them; it draws each of them now. */
async function originals(count: number): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  await AsyncHeliosSession.with({ ...box.credentials, apiUrl: box.url, baseDir: desk.home }, async ({ cameras }) => {
    for (let start = 0; start < count; start += 100) {
      const some = Array.from({ length: Math.min(100, count - start) }, (_, index) => START + (start + index) * STEP);
      const options = { maxConcurrency: 4, timeout: 600_000 };
      const { images } = await cameras.showImage(
        CAMERA,
        some.map((time) => new Date(time)),
        options,
      );
      for (const { name, content } of images) hashes.set(name, hashOf(content));
    }
  });
  return hashes;
}

/** How often each name has come to be in a directory. */
class Arrivals {
  readonly counts = new Map<string, number>();
  readonly #watcher: FSWatcher;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#watcher = watch(directory, (event, name) => {
      if (event === "rename" && name !== null && !name.startsWith(".")) {
        this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
      }
    });
  }

  close(): void {
    this.#watcher.close();
  }
}

/** All that Redis holds, as text. */
async function everything(): Promise<string> {
  const client = new Redis(redis.url);
  client.on("error", () => {});
  const texts: string[] = [];
  for (const key of await client.keys("*")) {
    const type = await client.type(key);
    texts.push(key);
    if (type === "string") texts.push((await client.get(key)) ?? "");
    if (type === "hash") texts.push(...Object.values(await client.hgetall(key)));
    if (type === "stream") texts.push(...(await client.xrange(key, "-", "+")).flat(2));
  }
  client.disconnect();
  return texts.join("\n");
}

/** Lets so many images through and holds those after them, until the faults are cleared. */
const holdImages = (after: number): Promise<void> => box.faultImages({ kind: "hold", until: 100_000, after });
const until = (condition: () => boolean | Promise<boolean>): Promise<unknown> =>
  vi.waitUntil(condition, { timeout: PATIENCE, interval: 20 });

describe.skipIf(noRedis !== undefined)("images by way of a queue", () => {
  test(`${COUNT} by workers that are killed, over a Redis that is restarted: all there, each written once, report exact`, {
    timeout: PATIENCE,
  }, async () => {
    const wanted = await originals(COUNT);
    const arrivals = new Arrivals(out);
    const workers = [await startWorker(), await startWorker()];
    if (PROVE) workers.push(await startWorker(), await startWorker());
    else await holdImages(COUNT / 3);
    const caller = await begin(imagesArgs(COUNT, "--ndjson"));
    const replace = async (index: number): Promise<void> => {
      workers[index]?.kill("SIGKILL");
      workers[index] = await startWorker();
    };
    if (PROVE) {
      let isOver = false;
      const ended = caller.ended.finally(() => {
        isOver = true;
      });
      for (let round = 0; !isOver; round += 1) {
        await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5_000))]);
        if (round === 3) await redis.kill().then(() => redis.start());
        if (!isOver) await replace(round % workers.length);
      }
      console.log(`${COUNT} images while workers were killed every 5 s`);
    } else {
      await until(async () => (await everything()).includes(`"time"`) && names().length >= COUNT / 3);
      const held = await everything();
      expect(held).toContain(CAMERA);
      expect(held).not.toMatch(/sandbox-secret|access_token|Bearer/);
      await replace(0);
      await redis.kill();
      await redis.start();
      await box.clearFaults();
    }
    const { status, stdout, stderr } = await caller.ended;
    arrivals.close();
    const rows: { file: string; bytes: number; status: string }[] = stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const files = new Map(names().map((name) => [name, hashOf(readFileSync(join(out, name)))]));
    expect(files).toEqual(wanted);
    expect([...arrivals.counts.values()].filter((count) => count !== 1)).toEqual([]);
    expect(arrivals.counts.size).toBe(COUNT);
    expect(rows.map(({ file }) => file)).toEqual([...wanted.keys()].map((name) => join(out, name)));
    expect(rows.filter(({ status: what }) => what !== "saved")).toEqual([]);
    expect(stderr).toMatch(new RegExp(`${COUNT} of ${COUNT} images in .*: ${COUNT} saved \\(.*\\)\\.\n$`));
    expect(status).toBe(0);
    expect(await everything()).not.toContain(`"time"`);
    expect(readdirSync(out).filter((name) => name.endsWith(".batch"))).toEqual([]);
    const survivor = workers.at(-1);
    survivor?.kill("SIGTERM");
    expect(await survivor?.ended).toMatchObject({ status: 143, stderr: expect.stringMatching(/\d+ items done\.\n$/) });
  });

  test("a caller that is interrupted says how to go on; the same command joins what workers have done meanwhile", async () => {
    const caller = await begin(imagesArgs(6));
    await until(async () => (await everything()).includes(`"time"`));
    caller.kill("SIGINT");
    const { status, stderr } = await caller.ended;
    expect(status).toBe(130);
    expect(stderr).toContain("The workers go on with the rest. The same command joins the batch again.");
    expect(stderr).toMatch(/To go on where this stopped: latchkey helios images TL-15939 .*--queue redis:\S+ /);
    await startWorker();
    await until(() => names().length === 6);
    const again = await desk.run([...imagesArgs(6), "--json"]);
    // Saved for this batch: not what was there before it.
    expect(JSON.parse(again.stdout).map((row: { status: string }) => row.status)).toEqual(Array(6).fill("saved"));
    expect(again).toMatchObject({ status: 0, stderr: expect.stringContaining("6 of 6 images") });
    const third = await desk.run(imagesArgs(6));
    expect(third).toMatchObject({ status: 0, stderr: expect.stringContaining("0 saved (0 kB), 6 kept.") });
  });

  test("Redis lost half-way: a warning, the rest is fetched here, each once, with the same credentials", async () => {
    await holdImages(4);
    await startWorker();
    const arrivals = new Arrivals(out);
    const before = await tokenRequests();
    const caller = await begin(imagesArgs(10, "--patience", "0.5"));
    await until(() => names().length === 4);
    await redis.kill();
    await until(async () => (await storageRequests(names().length)) > 8);
    await box.clearFaults();
    const { status, stderr } = await caller.ended;
    arrivals.close();
    await redis.start();
    expect(stderr).toMatch(
      /Warning: Redis went away at redis:.*If it stays away for 0\.5 s, what is left is done here\./,
    );
    expect(stderr).toMatch(/Warning: Redis does not answer at redis:.* items are done here, without it\./);
    expect(stderr).toMatch(/10 of 10 images/);
    expect(status).toBe(0);
    expect([...arrivals.counts.values()]).toEqual(Array(10).fill(1));
    expect((await tokenRequests()) - before).toBeLessThanOrEqual(1);
    expect(await desk.run(["whoami", "helios"])).toMatchObject({ status: 0 });
  });

  test("a worker that does not see the directory leaves it alone, and the caller hears why", async () => {
    const caller = await begin(imagesArgs(6));
    await until(async () => (await everything()).includes(`"time"`));
    for (const name of readdirSync(out)) rmSync(join(out, name));
    await startWorker();
    const { status, stderr } = await caller.ended;
    expect(status).toBe(3);
    expect(stderr).toMatch(/Warning: .*: On \S+, .*images-\d+ is not the directory that the batch writes to\./);
    expect(stderr).toContain("Mount the caller's directory under the same path on every host that runs a worker.");
    expect(names()).toEqual([]);
  });
});

async function tokenRequests(): Promise<number> {
  return (await box.requests()).filter(({ path }) => path === "/v1/oauth/token").length;
}

/** Images that were asked for and are not there, with those that are. */
async function storageRequests(arrived: number): Promise<number> {
  return Math.max(arrived, (await box.counts()).storage);
}

describe("without Redis", () => {
  const nowhere = ["--queue", "redis://127.0.0.1:1"];

  test("images are fetched here, within this host's share of the limit, and that is said", async () => {
    const ended = await desk.run([
      "helios",
      "images",
      CAMERA,
      ...spanOf(3),
      "--out",
      out,
      ...nowhere,
      "--patience",
      "0.1",
    ]);
    expect(ended).toMatchObject({ status: 0, stdout: "" });
    expect(ended.stderr).toMatch(/Warning: Redis does not answer at redis:\/\/127\.0\.0\.1:1\. 3 items are done here/);
    expect(ended.stderr).toMatch(/Warning: .*this host keeps to its share of the limit: 100 requests in 60 s\./);
    expect(ended.stderr).toMatch(/3 of 3 images in .*: 3 saved/);
  });

  test("a worker has nothing to do: 7, and what to look at", async () => {
    const ended = await desk.run(["worker", ...nowhere]);
    expect(ended).toMatchObject({ status: 7, stdout: "" });
    expect(ended.stderr).toMatch(/Error: Redis does not answer at redis:\/\/127\.0\.0\.1:1\.\nHint: See that it runs/);
  });

  test.each([
    [["worker", "--queue", "redis://:canary-5@127.0.0.1:1"], /must not hold a password/],
    [["worker", "--queue", "http://127.0.0.1:1"], /must be the URL of a Redis/],
    [["worker", ...nowhere, "--rate", "fast"], /rate must be a number of requests and a time/],
    [
      ["helios", "images", CAMERA, "--from", "2018", "--out", "x", ...nowhere, "--existing", "replace"],
      /does not go with --queue/,
    ],
    [["helios", "images", CAMERA, "--from", "2018", "--out", "x", "--rate", "5/s"], /--rate goes with --queue/],
  ])("%j is refused", async (args, message) => {
    const ended = await desk.run(args);
    expect(ended).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(message) });
    expect(ended.stderr).not.toContain("canary");
  });

  test.each(["bullmq", "ioredis"])("without the package %s it says what to install", async (name) => {
    const hide = `export const resolve = (specifier, context, next) => {
      if (specifier !== "${name}") return next(specifier, context);
      throw Object.assign(new Error("not there"), { code: "ERR_MODULE_NOT_FOUND" });
    };`;
    const register = `import { register } from "node:module"; register(${JSON.stringify(scriptOf(hide))});`;
    const env = { NODE_OPTIONS: `--import ${scriptOf(register)}` };
    const ended = await desk.run(["worker", ...nowhere], { env });
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(/bullmq.* not installed/);
    expect(ended.stderr).toMatch(/Hint: .*npm install .*bullmq ioredis/);
  });
});

const scriptOf = (code: string): string => `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;

test("who has no fleet loads nothing that is for one", async () => {
  const loaded = async (...args: readonly string[]): Promise<string> => {
    const folder = join(desk.home, `loaded-${args.length}`);
    const ended = await desk.run(args, { env: { NODE_V8_COVERAGE: folder } });
    expect(ended.status).toBe(0);
    return readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), "utf8"))
      .join("\n");
  };
  const FLEET = /\/(?:redis\/dist\/index|bullmq\/dist|ioredis\/built)/;
  const plain = ["helios", "images", CAMERA, ...spanOf(2), "--out", out];
  expect(await loaded(...plain)).not.toMatch(FLEET);
  expect(await loaded(...plain, "--queue", "redis://127.0.0.1:1", "--patience", "0.1")).toMatch(FLEET);
});
