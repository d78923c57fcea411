import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { StoreOrder } from "./storeProcess.ts";

/** Another process that uses a store: told what to do, and heard message by message. */
export class StoreProcess {
  readonly child: ChildProcess;
  readonly #heard: string[] = [];
  #wake: (() => void) | undefined;

  constructor() {
    this.child = fork(fileURLToPath(new URL("./storeProcess.js", import.meta.url)), { execArgv: [] });
    this.child.on("message", (message: string) => {
      this.#heard.push(message);
      this.#wake?.();
    });
    this.child.on("exit", () => this.#wake?.());
  }

  tell(order: StoreOrder): void {
    this.child.send(order);
  }

  /** The next thing that it says. */
  async hear(): Promise<string> {
    for (;;) {
      const next = this.#heard.shift();
      if (next !== undefined) return next;
      if (this.child.exitCode !== null || this.child.signalCode !== null) throw new Error("The process has ended.");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    this.child.kill(signal);
  }

  /** Ends it at once, with no chance to clean up. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await exit;
  }
}
