import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { fileStore, type Store } from "@latchkey/session";
import { SESSION_KEY } from "./keystoneFixture.ts";

/** The program as it is installed. */
const PROGRAM = fileURLToPath(new URL("../../../packages/cli/dist/main.js", import.meta.url));
const CA_FILE = "ca.pem";
const PROFILE = ["config", "profiles"];
const SESSION = ["config", "sessions", "default", "keystone"];

/** How a command ended. */
export interface CommandEnd {
  /** Exit status; -1 when it had to be killed. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a command runs: a home whose profile is signed in to a server, and nothing else of this machine's. */
export class CommandHome {
  readonly #directory: string = mkdtempSync(join(tmpdir(), "latchkey-command-"));
  readonly #env: NodeJS.ProcessEnv;

  /**
   * @param url - base URL of the server
   * @param session - holds the session under {@link SESSION_KEY}
   * @param ca - the authority to trust, in PEM
   */
  constructor(url: string, session: Store, ca: string | undefined) {
    const { PATH, SystemRoot } = process.env;
    const home = this.#directory;
    const trusted = ca === undefined ? {} : { LATCHKEY_CA_FILE: join(home, CA_FILE) };
    if (ca !== undefined) writeFileSync(join(home, CA_FILE), ca);
    this.#env = { PATH, SystemRoot, HOME: home, TMPDIR: home, LATCHKEY_CONFIG_DIR: join(home, "config"), ...trusted };
    const profile = { url, who: "admin", store: "file", signedInAt: new Date().toISOString() };
    fileStore(join(home, ...PROFILE)).set("default.keystone.json", profile);
    fileStore(join(home, ...SESSION)).set(SESSION_KEY, session.get(SESSION_KEY));
  }

  /** What is kept of the session: the text of its file, or nothing. */
  get session(): string {
    const path = join(this.#directory, ...SESSION, SESSION_KEY);
    return statSync(path, { throwIfNoEntry: false }) === undefined ? "" : readFileSync(path, "utf8");
  }

  /** Names of the files that should not be here; what Node compiled may be. */
  get strangers(): string[] {
    const known = ["default.keystone.json", SESSION_KEY, CA_FILE];
    return readdirSync(this.#directory, { recursive: true, withFileTypes: true })
      .filter(({ parentPath }) => !parentPath.split(sep).includes("compiled"))
      .filter((entry) => entry.isFile() && !known.includes(entry.name))
      .map(({ name }) => name);
  }

  /** Runs `latchkey` as a process of its own. */
  async run(args: readonly string[]): Promise<CommandEnd> {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: this.#env,
      cwd: this.#directory,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 60_000,
      killSignal: "SIGKILL",
    });
    const exit = new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve(code ?? -1));
    });
    const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
    return { status, stdout, stderr };
  }

  close(): void {
    rmSync(this.#directory, { recursive: true });
  }
}
