import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface ScriptOptions {
  /** Of the runtime. */
  readonly flags?: readonly string[];
  /** Options of the shell's `ulimit`. */
  readonly limits?: string;
}

/**
 * Runs a script about transports as a process of its own, which must end by itself; it finds what it needs by name.
 * Returns what it printed as JSON, and what it said besides.
 */
export async function transportScript(
  origin: string,
  body: string,
  { flags = [], limits = "-c 0" }: ScriptOptions = {},
): Promise<{ readonly printed: unknown; readonly stderr: string }> {
  const place = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);
  const text = `
    const { exchange, failureOf, ownTwins, requestTo, textOf, transportTwins } = await import(${place("./exchanges.js")});
    const { all, send, sleep } = await import(${place("../flow/flow.js")});
    const [asynchronous, blocking, brief] = transportTwins;
    const [ownAsynchronous, ownBlocking] = ownTwins;
    const origin = ${JSON.stringify(origin)};
    ${body}`;
  const args = [process.execPath, ...flags, "--input-type=module", "--eval", text];
  // Where there are more authorities, Node reads their file in the background: one descriptor that comes back at any time.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const command = ["-c", `ulimit ${limits}; exec "$@"`, "sh", ...args];
  const { stdout, stderr } = await run("sh", command, { timeout: 28_000, env });
  return { printed: JSON.parse(stdout), stderr };
}
