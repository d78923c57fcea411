import { spawn, spawnSync } from "node:child_process";
import { type Desk, PROGRAM } from "./latchkey.ts";

/** What is typed when the terminal shows something. */
export type Typing = readonly [shown: RegExp, keys: string];

/** How a command ended, and all that the terminal showed. */
export interface TerminalRun {
  readonly status: number;
  readonly shown: string;
}

type Opener = (command: string) => readonly [string, readonly string[]];

const PYTHON = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(['/bin/sh', '-c', sys.argv[1]])))";

/** Programs that open a pseudo-terminal: util-linux's script, or Python. */
const openers: readonly { readonly probe: readonly [string, ...string[]]; readonly open: Opener }[] = [
  { probe: ["script", "--version"], open: (command) => ["script", ["-qefc", command, "/dev/null"]] },
  {
    probe: ["python3", "-c", "import os, pty; os.waitstatus_to_exitcode"],
    open: (command) => ["python3", ["-c", PYTHON, command]],
  },
];

const found = openers.find(({ probe: [program, ...args] }) => spawnSync(program, args).status === 0);

/** Why there is no terminal for tests here; `undefined` where there is one. */
export const noTerminal: string | undefined =
  found === undefined ? "neither util-linux's script nor python3 is here to open a pseudo-terminal" : undefined;

/** Runs the program at a terminal of some width, and types. */
export function runAtTerminal(
  { env }: Desk,
  args: readonly string[],
  {
    typing = [],
    columns = 80,
    extra = {},
  }: { typing?: readonly Typing[]; columns?: number; extra?: NodeJS.ProcessEnv } = {},
): Promise<TerminalRun> {
  if (found === undefined) throw new Error(noTerminal);
  const words = [process.execPath, PROGRAM, ...args].map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`);
  const [program, options] = found.open(`stty cols ${columns} rows 24; exec ${words.join(" ")}`);
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, {
      env: { ...env, TERM: "xterm-256color", ...extra },
      timeout: 60_000,
      killSignal: "SIGKILL",
    });
    const left = [...typing];
    let shown = "";
    let since = 0;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      shown += text;
      const [next] = left;
      if (next === undefined || !next[0].test(shown.slice(since))) return;
      left.shift();
      since = shown.length;
      child.stdin.write(next[1]);
    });
    child.stdin.on("error", () => {});
    child.once("error", reject);
    child.once("close", (code) => resolve({ status: code ?? -1, shown }));
  });
}
