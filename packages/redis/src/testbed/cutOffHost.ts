import { execFileSync } from "node:child_process";

/** A host of its own as far as the network goes: a namespace of the kernel, tied to this one by a cable that can be cut. */
export class CutOffHost {
  readonly #name: string;
  readonly #cable: string;
  /** Under which address it reaches this host. */
  readonly gateway: string = "10.213.7.1";

  /** @throws Error where the machine allows no such thing */
  constructor() {
    this.#name = `latchkey-${process.pid}`;
    this.#cable = `lk${process.pid}`;
    ip("netns", "add", this.#name);
    try {
      ip("link", "add", this.#cable, "type", "veth", "peer", "name", "uplink", "netns", this.#name);
      ip("addr", "add", `${this.gateway}/30`, "dev", this.#cable);
      ip("link", "set", this.#cable, "up");
      ip("-n", this.#name, "addr", "add", "10.213.7.2/30", "dev", "uplink");
      ip("-n", this.#name, "link", "set", "uplink", "up");
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Why there can be none here; `undefined` where there can. */
  static whyNot(): string | undefined {
    try {
      new CutOffHost().close();
      return undefined;
    } catch {
      return "no network namespaces can be made: they take Linux, root and iproute2 (Debian: apt-get install iproute2)";
    }
  }

  /** What runs a program there: a command, and what comes before the program among its arguments. */
  get command(): { readonly execPath: string; readonly execArgv: string[] } {
    return { execPath: "ip", execArgv: ["netns", "exec", this.#name, process.execPath] };
  }

  /** From now on packets are lost, and nobody is told. */
  cut(): void {
    ip("link", "set", this.#cable, "down");
  }

  heal(): void {
    ip("link", "set", this.#cable, "up");
  }

  /** Its cable goes with it. */
  close(): void {
    ip("netns", "del", this.#name);
  }
}

function ip(...args: readonly string[]): void {
  execFileSync("ip", args, { stdio: "ignore" });
}
