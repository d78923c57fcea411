import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AsyncHeliosSession } from "@latchkey/helios";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Arrivals } from "../testbed/arrivals.ts";
import { CAMERA, QueueScene, type Running, timeOf } from "../testbed/queueScene.ts";
import { noRedis } from "../testbed/redisServer.ts";

const PROVE = process.env["LATCHKEY_PROVE"] !== undefined;
const COUNT = PROVE ? 5_000 : 60;
/** Only a batch that hangs takes so long: on a busy machine a minute is not enough. */
const PATIENCE = PROVE ? 3_600_000 : 300_000;

const hashOf = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");

describe.skipIf(noRedis !== undefined)("images by way of a queue", { timeout: PATIENCE }, () => {
  let scene: QueueScene;
  beforeAll(async () => {
    scene = await QueueScene.open(PATIENCE);
  });
  afterEach(async ({ task }) => {
    const said = await scene.nextRound();
    if (task.result?.state === "fail") console.error(said.join("\n"));
  });
  afterAll(() => scene.close());

  /** The images as the server has them; it draws each of them now. */
  async function originals(): Promise<ReadonlyMap<string, string>> {
    const { box, desk } = scene;
    const hashes = new Map<string, string>();
    await AsyncHeliosSession.with({ ...box.credentials, apiUrl: box.url, baseDir: desk.home }, async ({ cameras }) => {
      for (let start = 0; start < COUNT; start += 100) {
        const times = Array.from({ length: Math.min(100, COUNT - start) }, (_, index) => timeOf(start + index));
        const { images } = await cameras.showImage(CAMERA, times, { maxConcurrency: 4, timeout: 600_000 });
        for (const { name, content } of images) hashes.set(name, hashOf(content));
      }
    });
    return hashes;
  }

  /** One worker is killed every five seconds until the batch is over, and Redis once. */
  async function storm(workers: Running[], over: Promise<unknown>): Promise<void> {
    let isOver = false;
    const ended = over.finally(() => {
      isOver = true;
    });
    for (let round = 0; !isOver; round += 1) {
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5_000))]);
      if (isOver) return;
      if (round === 3) await scene.redis.kill().then(() => scene.redis.start());
      workers[round % workers.length]?.kill("SIGKILL");
      workers[round % workers.length] = scene.startWorker();
    }
  }

  /** The same in small, at moments that are known: with images in hand, a worker dies and Redis is restarted. */
  async function gust(workers: Running[]): Promise<void> {
    await scene.queued();
    await scene.until(() => scene.names().length >= COUNT / 3);
    const held = await scene.redisText();
    expect(held).toContain(CAMERA);
    expect(held).not.toMatch(/sandbox-secret|access_token|Bearer/);
    workers[0]?.kill("SIGKILL");
    workers[0] = scene.startWorker();
    await scene.redis.kill();
    await scene.redis.start();
    await scene.box.clearFaults();
  }

  test(`${COUNT} by workers that are killed, over a Redis that is restarted: all there, each written once, report exact`, {
    timeout: PATIENCE,
  }, async () => {
    const wanted = await originals();
    const arrivals = new Arrivals(scene.out);
    if (!PROVE) await scene.holdImages(COUNT / 3);
    const workers = Array.from({ length: PROVE ? 4 : 2 }, () => scene.startWorker());
    const caller = scene.begin(scene.imagesArgs(COUNT, "--ndjson"));
    await (PROVE ? storm(workers, caller.ended) : gust(workers));
    const { status, stdout, stderr } = await caller.ended;
    arrivals.close();
    const files = new Map(scene.names().map((name) => [name, hashOf(readFileSync(join(scene.out, name)))]));
    expect(files).toEqual(wanted);
    expect([...arrivals.counts.values()].filter((count) => count !== 1)).toEqual([]);
    expect(arrivals.counts.size).toBe(COUNT);
    const rows: { file: string; status: string }[] = JSON.parse(`[${stdout.trimEnd().split("\n").join(",")}]`);
    expect(rows.map(({ file }) => file)).toEqual([...wanted.keys()].map((name) => join(scene.out, name)));
    expect(rows.filter((row) => row.status !== "saved")).toEqual([]);
    expect(stderr).toMatch(new RegExp(`${COUNT} of ${COUNT} images in .*: ${COUNT} saved \\(.*\\)\\.\n$`));
    expect(status).toBe(0);
    expect(await scene.redisText()).not.toContain(`"time"`);
    expect(readdirSync(scene.out).filter((name) => name.endsWith(".batch"))).toEqual([]);
    const survivor = workers.at(-1);
    survivor?.kill("SIGTERM");
    expect(await survivor?.ended).toMatchObject({ status: 143, stderr: expect.stringMatching(/\d+ items done\.\n$/) });
  });

  test("a caller that is interrupted says how to go on; the same command joins what workers have done", async () => {
    const caller = scene.begin(scene.imagesArgs(6));
    await scene.queued();
    caller.kill("SIGINT");
    const { status, stderr } = await caller.ended;
    expect(status).toBe(130);
    expect(stderr).toContain("The workers go on with the rest. The same command joins the batch again.");
    expect(stderr).toMatch(/To go on where this stopped: latchkey helios images TL-15939 .*--queue redis:\S+ /);
    scene.startWorker();
    await scene.until(() => scene.names().length === 6);
    const again = await scene.desk.run([...scene.imagesArgs(6), "--json"]);
    // Saved for this batch: not what was there before it.
    expect(JSON.parse(again.stdout).map((row: { status: string }) => row.status)).toEqual(Array(6).fill("saved"));
    expect(again).toMatchObject({ status: 0, stderr: expect.stringContaining("6 of 6 images") });
  });

  test("what workers saved and is gone is fetched again before it is told of", async () => {
    const first = scene.begin(scene.imagesArgs(6));
    await scene.queued();
    first.kill("SIGINT");
    expect(await first.ended).toMatchObject({ status: 130 });
    const worker = scene.startWorker();
    await scene.until(() => scene.names().length === 6);
    // Told of once the worker has ended: it is in Redis then.
    worker.kill("SIGTERM");
    expect(await worker.ended).toMatchObject({ stderr: expect.stringContaining("6 items done.") });
    const [gone = "", empty = "", folder = "", ...kept] = scene.names();
    rmSync(join(scene.out, gone));
    writeFileSync(join(scene.out, empty), "");
    const before = (await scene.box.imageRequests()).length;
    scene.startWorker();
    const again = await scene.desk.run([...scene.imagesArgs(6), "--ndjson"]);
    expect(again.stderr).toContain("Warning: 2 images that were saved are not there any more: fetched again.");
    expect(again).toMatchObject({ status: 0, stderr: expect.stringContaining("6 of 6 images") });
    const rows: { file: string; bytes: number; status: string }[] = JSON.parse(
      `[${again.stdout.trimEnd().split("\n").join(",")}]`,
    );
    expect(rows.map(({ file }) => file)).toEqual([gone, empty, folder, ...kept].map((name) => join(scene.out, name)));
    for (const { file, bytes } of rows) expect(statSync(file).size).toBe(bytes);
    expect(rows.filter(({ status }) => status !== "saved")).toEqual([]);
    expect((await scene.box.imageRequests()).length - before).toBe(2);
  });

  test("what is gone and cannot be had again has failed: 3", async () => {
    const first = scene.begin(scene.imagesArgs(3));
    await scene.queued();
    first.kill("SIGINT");
    await first.ended;
    scene.startWorker();
    await scene.until(() => scene.names().length === 3);
    const [gone = ""] = scene.names();
    rmSync(join(scene.out, gone));
    await scene.box.faultImages({ kind: "status", status: 404, times: Number.POSITIVE_INFINITY });
    const again = await scene.desk.run(scene.imagesArgs(3));
    expect(again).toMatchObject({ status: 3, stdout: "" });
    expect(again.stderr).toMatch(/2 of 3 images in .*: 2 saved \(.*\), 1 failed\./);
  });

  test("Redis lost half-way: a warning, the rest is fetched here, each once, with the same credentials", async () => {
    await scene.holdImages(4);
    scene.startWorker();
    const arrivals = new Arrivals(scene.out);
    const tokenRequests = async (): Promise<number> =>
      (await scene.box.requests()).filter(({ path }) => path === "/v1/oauth/token").length;
    const tokens = await tokenRequests();
    const caller = scene.begin(scene.imagesArgs(10, "--patience", "0.5"));
    await scene.until(() => scene.names().length === 4);
    await scene.redis.kill();
    // Four are there; what the worker has in hand it ends, and can tell nobody.
    await scene.box.clearFaults();
    const { status, stderr } = await caller.ended;
    arrivals.close();
    await scene.redis.start();
    expect(stderr).toMatch(
      /Warning: Redis went away at redis:.*If it stays away for 0\.5 s, what is left is done here\./,
    );
    expect(stderr).toMatch(/Warning: Redis does not answer at redis:.* items are done here, without it\./);
    expect(stderr).toMatch(/10 of 10 images in .*: 10 saved \(/);
    expect(status).toBe(0);
    expect([...arrivals.counts.values()]).toEqual(Array(10).fill(1));
    expect((await tokenRequests()) - tokens).toBeLessThanOrEqual(1);
    expect(await scene.desk.run(["whoami", "helios"])).toMatchObject({ status: 0 });
  });

  test("a database that Redis does not have is an error for caller and worker; one that it has works", async () => {
    const elsewhere = (database: string, args: readonly string[]): string[] =>
      args.map((word) => (word === scene.redis.url ? `${word}/${database}` : word));
    for (const args of [["worker", "--queue", scene.redis.url], scene.imagesArgs(2)]) {
      const ended = await scene.desk.run(elsewhere("99", args));
      expect(ended).toMatchObject({ status: 2, stdout: "" });
      expect(ended.stderr).toMatch(/Error: Redis has no database 99 at redis:\/\/127\.0\.0\.1:\d+\.\nHint: /);
    }
    scene.begin(elsewhere("3", ["worker", "--queue", scene.redis.url, "--concurrency", "4"]));
    expect(await scene.desk.run(elsewhere("3", scene.imagesArgs(2)))).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("2 saved ("),
    });
  });

  test("a worker that the server refuses ends, and spoils nothing for others", async () => {
    const caller = scene.begin(scene.imagesArgs(6));
    await scene.queued();
    const env = { helios_client_id: "sandbox", helios_client_secret: "wrong", helios_api_url: scene.box.url };
    expect(await scene.desk.run(["worker", "--queue", scene.redis.url], { env })).toMatchObject({
      status: 4,
      stdout: "",
    });
    const worker = scene.startWorker("--ndjson");
    expect(await caller.ended).toMatchObject({ status: 0, stderr: expect.stringContaining("6 saved (") });
    worker.kill("SIGTERM");
    const rows = (await worker.ended).stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(rows.map(({ camera, status }) => `${camera} ${status}`)).toEqual(Array(6).fill(`${CAMERA} saved`));
  });

  test("a worker that does not see the directory leaves it alone, and the caller hears why", async () => {
    const caller = scene.begin(scene.imagesArgs(6));
    await scene.queued();
    for (const name of readdirSync(scene.out)) rmSync(join(scene.out, name));
    scene.startWorker();
    const { status, stderr } = await caller.ended;
    expect(status).toBe(3);
    expect(stderr).toMatch(/Warning: .*: On \S+, .*images-\d+ is not the directory that the batch writes to\./);
    expect(stderr).toContain("Mount the caller's directory under the same path on every host that runs a worker.");
    expect(scene.names()).toEqual([]);
  });
});
