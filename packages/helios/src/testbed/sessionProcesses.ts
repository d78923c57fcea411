import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { SessionOrder } from "./sessionProcess.ts";

/** Another process that opens a session. */
export class SessionProcess {
  readonly #child: ChildProcess;
  readonly #heard: string[] = [];
  #wake: (() => void) | undefined;

  constructor() {
    this.#child = fork(fileURLToPath(new URL("./sessionProcess.js", import.meta.url)), { execArgv: [] });
    // From the beginning: what it says before anybody listens would be lost.
    this.#child.on("message", (message: string) => {
      this.#heard.push(message);
      this.#wake?.();
    });
    this.#child.on("exit", () => this.#wake?.());
  }

  tell(order: SessionOrder): void {
    this.#child.send(order);
  }

  /** The next thing that it says. */
  async hear(): Promise<string> {
    for (;;) {
      const next = this.#heard.shift();
      if (next !== undefined) return next;
      if (this.#isOver) throw new Error("The process has ended.");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Ends it at once, with no chance to clean up. */
  async kill(): Promise<void> {
    if (this.#isOver) return;
    const exit = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exit;
  }

  get #isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}
