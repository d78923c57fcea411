import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { vi } from "vitest";
import { type Desk, type Ended, openDesk } from "./latchkey.ts";
import { noRedis, RedisServer } from "./redisServer.ts";
import { emptyRedis, redisText } from "./redisText.ts";

/** A command that runs. */
export interface Running {
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<Ended>;
}

const START = Date.UTC(2018, 0, 1, 12);
const STEP = 600_000;
/** No limit that anybody would notice. */
const FREELY = ["--rate", "1000000/min"];

/** A camera with an image every ten minutes. */
export const CAMERA = "TL-15939";

/** When its image of that number was taken. */
export const timeOf = (index: number): Date => new Date(START + index * STEP);

/** The options that mean so many of its images. */
export const spanOf = (count: number): string[] => [
  "--from",
  timeOf(0).toISOString(),
  "--to",
  timeOf(count - 1).toISOString(),
];

/** Helios, a Redis where there is one, and a desk that is signed in: what a fleet's commands need. */
export class QueueScene {
  readonly desk: Desk = openDesk();
  readonly box: HeliosBox;
  readonly #redis: RedisServer | undefined;
  readonly #patience: number;
  readonly #running: (Running & { readonly command: string })[] = [];
  #rounds = 0;

  private constructor(box: HeliosBox, redis: RedisServer | undefined, patience: number) {
    this.box = box;
    this.#redis = redis;
    this.#patience = patience;
  }

  /** @param patience - how long anything may take, in ms */
  static async open(patience: number): Promise<QueueScene> {
    const box = await startHelios({ throttle: false, thread: true });
    const scene = new QueueScene(box, noRedis === undefined ? await RedisServer.start() : undefined, patience);
    const login = ["login", "helios", "--url", box.url, "--client-id", "sandbox", "--secret-stdin"];
    const { status, stderr } = await scene.desk.run(login, { input: "sandbox-secret" });
    if (status !== 0) throw new Error(stderr);
    return scene;
  }

  get redis(): RedisServer {
    if (this.#redis === undefined) throw new Error("There is no Redis here.");
    return this.#redis;
  }

  /** Where the images of this round go. */
  get out(): string {
    return join(this.desk.home, `images-${this.#rounds}`);
  }

  /** The images that are there. */
  names(): string[] {
    return readdirSync(this.out)
      .filter((name) => !name.startsWith("."))
      .toSorted();
  }

  /** The command that fetches so many images by way of the queue. */
  imagesArgs(count: number, ...more: readonly string[]): string[] {
    const queue = ["--queue", this.redis.url, ...FREELY];
    return ["helios", "images", CAMERA, ...spanOf(count), "--out", this.out, ...queue, ...more];
  }

  startWorker(...more: readonly string[]): Running {
    const few = ["--takeover", "1", "--concurrency", "4"];
    return this.begin(["worker", "--queue", this.redis.url, ...FREELY, ...few, ...more]);
  }

  begin(args: readonly string[]): Running {
    let kill: ((signal: NodeJS.Signals) => void) | undefined;
    let killed: NodeJS.Signals | undefined;
    const ended = this.desk.run(args, {
      within: this.#patience,
      async onStart(end) {
        kill = end;
        if (killed !== undefined) end(killed);
      },
    });
    const running = {
      command: args.slice(0, 2).join(" "),
      ended,
      kill(signal: NodeJS.Signals) {
        killed = signal;
        kill?.(signal);
      },
    };
    this.#running.push(running);
    return running;
  }

  /** All that Redis holds. */
  redisText(): Promise<string> {
    return redisText(this.redis.url);
  }

  /** Resolves when the jobs of a batch are in the queue. */
  async queued(): Promise<void> {
    await this.until(async () => (await this.redisText()).includes(`"time"`));
  }

  /** Lets so many images through and holds those after them, until the faults are cleared. */
  holdImages(after: number): Promise<void> {
    return this.box.faultImages({ kind: "hold", until: 100_000, after });
  }

  async until(condition: () => boolean | Promise<boolean>): Promise<void> {
    await vi.waitUntil(condition, { timeout: this.#patience, interval: 50 });
  }

  /** Ends what runs, and goes on to another directory; returns what each command had said. */
  async nextRound(): Promise<string[]> {
    this.#rounds += 1;
    await this.box.clearFaults();
    for (const { kill } of this.#running) kill("SIGKILL");
    const said: string[] = [];
    for (const { command, ended } of this.#running.splice(0)) {
      const { status, stdout, stderr } = await ended;
      said.push(`${command}: ${status}\n${stdout}${stderr}`);
    }
    if (this.#redis !== undefined) await emptyRedis(this.#redis.url);
    return said;
  }

  async close(): Promise<void> {
    await this.nextRound();
    await this.#redis?.close();
    await this.box.close();
  }
}
