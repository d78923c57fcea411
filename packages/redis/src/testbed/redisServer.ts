import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Why tests that need a real Redis cannot run here; `undefined` where they can. */
export const noRedis: string | undefined =
  spawnSync("redis-server", ["--version"]).status === 0
    ? undefined
    : "redis-server is not on PATH: install it (Debian: apt-get install redis-server)";

if (noRedis !== undefined) console.warn(`Skipping what needs Redis: ${noRedis}.`);

/** A real Redis of its own, on a free port of this machine, that keeps what it was told when it is killed. */
export class RedisServer {
  readonly port: number;
  readonly #address: string;
  readonly #directory: string;
  #process: ChildProcess | undefined;

  private constructor(address: string, port: number) {
    this.#address = address;
    this.port = port;
    this.#directory = mkdtempSync(join(tmpdir(), "latchkey-redis-"));
  }

  /** @param address - one of this machine's own */
  static async start(address: string = "127.0.0.1"): Promise<RedisServer> {
    const server = new RedisServer(address, await freePort(address));
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://${this.#address}:${this.port}`;
  }

  /** Starts it, again where it was killed; resolves when it takes connections. */
  async start(): Promise<void> {
    const settings = `--port ${this.port} --bind ${this.#address} --protected-mode no --dir ${this.#directory} --appendonly yes --appendfsync always`;
    const started = spawn("redis-server", settings.split(" "), { stdio: ["ignore", "pipe", "ignore"] });
    this.#process = started;
    process.once("exit", () => started.kill("SIGKILL"));
    for await (const line of createInterface({ input: started.stdout })) {
      if (!line.includes("Ready to accept connections")) continue;
      started.stdout.resume();
      return;
    }
    throw new Error("redis-server ended before it took connections.");
  }

  /** `SIGSTOP`: connections stay and nothing answers. `SIGCONT`: it goes on. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    this.#process?.kill(signal);
  }

  async kill(): Promise<void> {
    const running = this.#process;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const exit = once(running, "exit");
    running.kill("SIGKILL");
    await exit;
  }

  /** Ends it and forgets what it kept. */
  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("The machine gave no port.");
  return address.port;
}
