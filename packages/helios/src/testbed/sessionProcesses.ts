import { type ChildProcess, fork } from "node:child_process";
import { on, once } from "node:events";
import { fileURLToPath } from "node:url";
import type { SessionOrder } from "./sessionProcess.ts";

/** Another process that opens a session. */
export class SessionProcess {
  readonly #child: ChildProcess;
  readonly #messages: AsyncIterator<string>;

  constructor() {
    this.#child = fork(fileURLToPath(new URL("./sessionProcess.js", import.meta.url)), { execArgv: [] });
    this.#messages = heard(this.#child);
  }

  tell(order: SessionOrder): void {
    this.#child.send(order);
  }

  /** The next thing that it says. */
  async hear(): Promise<string> {
    const { value, done } = await this.#messages.next();
    if (done === true) throw new Error("The process has ended.");
    return value;
  }

  /** Ends it at once, with no chance to clean up. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exit;
  }
}

async function* heard(child: ChildProcess): AsyncGenerator<string> {
  for await (const [message] of on(child, "message", { close: ["exit"] })) yield String(message);
}
