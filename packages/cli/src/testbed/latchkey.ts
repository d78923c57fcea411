import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** The program as it is installed. */
export const PROGRAM: string = fileURLToPath(new URL("../main.js", import.meta.url));

/** How a command ended. */
export interface Ended {
  /** Exit status; 128 and more for a signal, as shells have it. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** After so many ms it is killed. Default: a minute. */
  readonly within?: number;
  /** Another user than this one, as only root may ask for. */
  readonly uid?: number;
  /** What is piped in; without it, standard input is empty. */
  readonly input?: string;
  /** Called when the process is there, to signal it later or to look at it. */
  readonly onStart?: (
    kill: (signal: NodeJS.Signals) => void,
    pid: number,
    /** What it has written to stdout so far. */
    written: () => string,
  ) => Promise<void>;
}

/** A place for one test's profiles, and the way to run commands there. */
export interface Desk {
  /** A directory of its own, which is its home too. */
  readonly home: string;
  /** The directory of its profiles. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
}

const homes: string[] = [];

afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

/** A desk with an empty configuration, in an environment that says nothing of servers; gone when the tests of the file end. */
export function openDesk(extra: NodeJS.ProcessEnv = {}): Desk {
  const home = mkdtempSync(join(tmpdir(), "latchkey-cli-"));
  homes.push(home);
  const directory = join(home, "config");
  const { PATH, LANG, TMPDIR, SystemRoot } = process.env;
  const own = { LATCHKEY_CONFIG_DIR: directory, LATCHKEY_STORE: "file", HOME: home, ...extra };
  const env: NodeJS.ProcessEnv = { PATH, LANG, TMPDIR, SystemRoot, ...own };
  return {
    home,
    directory,
    env,
    run: (args, options) => runProgram(args, { ...options, env: { ...env, ...options?.env } }),
  };
}

/** Runs the program as a process. */
function runProgram(args: readonly string[], options: RunOptions): Promise<Ended> {
  return runCommand(process.execPath, [PROGRAM, ...args], options);
}

/** Runs a command and gathers what it writes. */
export function runCommand(
  command: string,
  args: readonly string[],
  { env, uid, input = "", within = 60_000, onStart }: RunOptions,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const user = uid === undefined ? {} : { uid, gid: uid };
    const child = spawn(command, args, { env, ...user, timeout: within, killSignal: "SIGKILL" });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("spawn", () => {
      onStart?.(
        (signal) => child.kill(signal),
        child.pid ?? 0,
        () => stdout,
      ).catch((error: unknown) => {
        child.kill("SIGKILL");
        reject(error);
      });
    });
    child.once("error", reject);
    child.once("close", (code, signal) =>
      resolve({ status: code ?? (signal === "SIGKILL" ? 137 : 143), stdout, stderr }),
    );
    // A command that does not read its input may have ended before all of it was written.
    child.stdin.on("error", () => {}).end(input);
  });
}
