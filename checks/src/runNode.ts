import { type ChildProcess, execFile } from "node:child_process";

/** How a program ended. */
export interface Ended {
  /** Exit status; -1 when it had to be killed. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another Node than the one that runs this. */
  readonly program?: string;
  /** Told of the process when it runs. */
  readonly started?: (child: ChildProcess) => void;
}

/** Runs Node; a program that does not end by itself within a minute is killed. */
export function runNode(args: readonly string[], options: RunOptions): Promise<Ended> {
  const { cwd, env = {}, program = process.execPath, started } = options;
  return new Promise((done) => {
    const settings = { cwd, timeout: 60_000, env: { ...process.env, NO_COLOR: "1", ...env } };
    const child = execFile(program, args, settings, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      done({ status, stdout, stderr });
    });
    started?.(child);
  });
}

/** Runs a program that listens: once it has said where, `visit` is called with the address; then it is told to stop. */
export async function runService(
  args: readonly string[],
  options: RunOptions,
  visit: (url: string) => Promise<void>,
): Promise<Ended> {
  let visited: Promise<void> = Promise.reject(new Error("The program said no address."));
  visited.catch(() => {});
  const ended = await runNode(args, {
    ...options,
    started: (child) => {
      child.stdout?.once("data", (text: Buffer | string) => {
        const url = /https?:\/\/\S+/.exec(String(text))?.[0] ?? "";
        visited = visit(url).finally(() => child.kill("SIGTERM"));
        visited.catch(() => {});
      });
    },
  });
  await visited;
  return ended;
}
