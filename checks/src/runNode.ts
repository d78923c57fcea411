import { execFile } from "node:child_process";

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
}

/** Runs Node; a program that does not end by itself within a minute is killed. */
export function runNode(args: readonly string[], { cwd, env = {} }: RunOptions): Promise<Ended> {
  return new Promise((done) => {
    const options = { cwd, timeout: 60_000, env: { ...process.env, NO_COLOR: "1", ...env } };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      done({ status, stdout, stderr });
    });
  });
}
