import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { on, once } from "node:events";
import { fileURLToPath } from "node:url";

/** What a host says at its end. */
export interface FleetReport {
  /** Each status, or message of an error, that a request ended with. */
  readonly statuses: readonly string[];
  readonly token: string;
  readonly warnings: readonly string[];
}

/** Another process that stands for a host: told what to do, and heard message by message. */
export class FleetProcess<Order extends object> {
  readonly #child: ChildProcess;
  readonly #messages: AsyncIterator<readonly unknown[]>;

  private constructor(program: string, how: ForkOptions) {
    this.#child = fork(fileURLToPath(new URL(`./${program}.js`, import.meta.url)), how);
    this.#messages = on(this.#child, "message", { close: ["exit"] });
  }

  /** So many, that have loaded the package and wait for orders. */
  static async start<Order extends object>(
    program: string,
    count: number,
    how: ForkOptions = { execArgv: [] },
  ): Promise<FleetProcess<Order>[]> {
    const started = Array.from({ length: count }, () => new FleetProcess<Order>(program, how));
    for (const process of started) await process.hear();
    return started;
  }

  tell(order: Order): void {
    this.#child.send(order);
  }

  /** The next thing that it says. */
  async hear(): Promise<unknown> {
    const { value, done } = await this.#messages.next();
    if (done === true) throw new Error("The process has ended.");
    return value[0];
  }

  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    this.#child.kill(signal);
  }

  /** Ends it at once, with no chance to clean up. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exit;
  }
}
