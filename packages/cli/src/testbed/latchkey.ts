import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

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
  /** What is piped in; without it, standard input is empty. */
  readonly input?: string;
  /** Called with what has been written to both streams so far. */
  readonly onOutput?: (output: string, kill: (signal: NodeJS.Signals) => void, pid: number) => void;
}

/** A place for one test's profiles, and the way to run commands there. */
export interface Desk {
  /** The directory of its profiles. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
}

/** A desk with an empty configuration, in an environment that says nothing of servers. */
export function openDesk(extra: NodeJS.ProcessEnv = {}): Desk {
  const home = mkdtempSync(join(tmpdir(), "latchkey-cli-"));
  const directory = join(home, "config");
  const { PATH, LANG, TMPDIR, SystemRoot } = process.env;
  const own = { LATCHKEY_CONFIG_DIR: directory, LATCHKEY_STORE: "file", HOME: home, ...extra };
  const env: NodeJS.ProcessEnv = { PATH, LANG, TMPDIR, SystemRoot, ...own };
  return { directory, env, run: (args, options) => runProgram(args, { ...options, env: { ...env, ...options?.env } }) };
}

/** Runs the program as a process; one that does not end within a minute is killed. */
function runProgram(args: readonly string[], { env, input = "", onOutput }: RunOptions): Promise<Ended> {
  return runCommand(process.execPath, [PROGRAM, ...args], {
    ...(env && { env }),
    input,
    ...(onOutput && { onOutput }),
  });
}

/** Runs a command and gathers what it writes. */
export function runCommand(
  command: string,
  args: readonly string[],
  { env, input = "", onOutput }: RunOptions,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, timeout: 60_000, killSignal: "SIGKILL" });
    let [stdout, stderr] = ["", ""];
    const tell = (): void => onOutput?.(stdout + stderr, (signal) => child.kill(signal), child.pid ?? 0);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      tell();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      tell();
    });
    child.once("error", reject);
    child.once("close", (code, signal) =>
      resolve({ status: code ?? (signal === "SIGKILL" ? 137 : 143), stdout, stderr }),
    );
    // A command that does not read its input may have ended before all of it was written.
    child.stdin.on("error", () => {}).end(input);
  });
}
