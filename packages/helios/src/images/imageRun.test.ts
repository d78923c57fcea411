import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Apis, apiTwins } from "../testbed/apiTwins.ts";

/** Images of one run: LATCHKEY_IMAGES, or 200. */
const COUNT = Number(process.env["LATCHKEY_IMAGES"] ?? 200);
const PATIENCE = 60_000 + COUNT * 200;
const STEP = 600_000;
const START = Date.UTC(2018, 0, 1, 12);
const PROGRAM = fileURLToPath(new URL("../testbed/imageRun.js", import.meta.url));
const MIB = 1024 * 1024;

let box: HeliosBox;
let apis: Apis;
let camera: string;
let originals: ReadonlyMap<string, Uint8Array>;
let dir: string;

beforeAll(async () => {
  box = await startHelios({ throttle: false, thread: true });
  const [twin] = apiTwins;
  if (twin === undefined) throw new Error("There are no twins.");
  apis = twin.visit(box);
  camera = (await apis.cameras.index({ state: "New York", limit: 1 })).results.at(0)?.id ?? "";
  const times = Array.from({ length: COUNT }, (_, index) => new Date(START + index * STEP));
  // The sandbox draws each of them now: with few at once, none waits for the others until its time is over.
  const { images } = await apis.cameras.showImage(camera, times, { maxConcurrency: 4, timeout: PATIENCE });
  originals = new Map(images.map(({ name, content }) => [name, content]));
}, PATIENCE);

afterAll(async () => {
  await apis.close();
  await box.close();
});

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "latchkey-run-"));
  return () => rmSync(dir, { recursive: true });
});

interface StartOptions {
  /** Images at once. Default 50. */
  readonly atOnce?: number;
  /** Open files and sockets that the system gives, by the shell's `ulimit`. Default: its own number. */
  readonly descriptors?: number;
}

function start(twin: string, { atOnce = 50, descriptors }: StartOptions = {}): ChildProcess {
  const span = [new Date(START).toISOString(), new Date(START + (COUNT - 1) * STEP).toISOString()];
  const args = [process.execPath, "--expose-gc", PROGRAM, twin, box.url, camera, ...span, dir, `${atOnce}`];
  const limit = descriptors === undefined ? [] : ["sh", "-c", `ulimit -n ${descriptors}; exec "$@"`, "sh"];
  const [program = "", ...rest] = [...limit, ...args];
  return spawn(program, rest, { stdio: ["ignore", "pipe", "inherit"] });
}

/** The lines of a program, until it ends. */
async function* linesOf(child: ChildProcess): AsyncGenerator<string> {
  if (child.stdout !== null) yield* createInterface({ input: child.stdout });
}

/** Names of the files that are finished; each must be what the server has. */
function finished(): string[] {
  const names = readdirSync(dir).filter((name) => !name.endsWith(".part"));
  for (const name of names)
    expect(readFileSync(join(dir, name)).equals(originals.get(name) ?? new Uint8Array())).toBe(true);
  return names;
}

describe.each(apiTwins)(`${COUNT} images with the $twin twin`, ({ twin }) => {
  test("are on disk as the server has them, and the heap stays small", { timeout: PATIENCE }, async () => {
    expect(originals.size).toBe(COUNT);
    const child = start(twin);
    let last = "";
    for await (const line of linesOf(child)) last = line;
    const { images, failed, heap } = JSON.parse(last);
    expect([images, failed, finished().length, readdirSync(dir).length]).toEqual([COUNT, 0, COUNT, COUNT]);
    expect(heap).toBeLessThan(60 * MIB);
  });

  test("T52: killed half-way and started again, only the missing ones are fetched", { timeout: PATIENCE }, async () => {
    const half = Math.floor(COUNT / 2);
    // The rest does not come before the end.
    await box.faultImages({ kind: "stall", after: half, times: Number.POSITIVE_INFINITY });
    const child = start(twin);
    const ended = once(child, "exit");
    for await (const line of linesOf(child)) {
      if (line.startsWith(`done ${half} `)) child.kill("SIGKILL");
    }
    expect(await ended).toEqual([null, "SIGKILL"]);
    // What it had sent lies there longer than this: the server counts it first.
    await (await fetch(box.url)).arrayBuffer();
    await box.clearFaults();
    expect(finished()).toHaveLength(half);
    const before = (await box.counts()).storage;
    const again = start(twin);
    let last = "";
    for await (const line of linesOf(again)) last = line;
    expect(JSON.parse(last)).toMatchObject({ images: COUNT, why: [] });
    expect((await box.counts()).storage - before).toBe(COUNT - half);
    expect(finished()).toHaveLength(COUNT);
  });

  test.skipIf(process.platform === "win32")(
    "T54: with more at once than the system gives files and sockets for, none is lost",
    { timeout: PATIENCE },
    async () => {
      // Node opens the program's own modules all at once, and has no patience.
      const child = start(twin, { atOnce: COUNT, descriptors: 140 });
      let last = "";
      for await (const line of linesOf(child)) last = line;
      expect(JSON.parse(last)).toMatchObject({ images: COUNT, why: [] });
      expect(finished()).toHaveLength(COUNT);
      expect(readdirSync(dir)).toHaveLength(COUNT);
    },
  );
});
