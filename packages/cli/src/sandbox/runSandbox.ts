import { join } from "node:path";
import { startHelios, startKeystone } from "@latchkey/sandbox";
import { makeDirectory, UsageError } from "@latchkey/session";
import { fileErrorCode } from "../job/fileErrorCode.ts";
import type { Job, Runner } from "../job/job.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Options of `sandbox`. */
export interface SandboxCommandOptions {
  readonly port?: number;
  readonly data?: string;
  readonly seed?: number;
  readonly throttle: boolean;
}

/** A server that runs, and how to go on with it. */
interface Running {
  readonly service: "keystone" | "helios";
  readonly url: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly first: string;
  close(): Promise<void>;
}

/** Runs embedded servers until Ctrl-C. Their credentials are well known and no secret. */
export const runSandbox: Runner<SandboxCommandOptions> = async (job) => {
  const [which = "all"] = job.args;
  const isBoth = which === "all";
  const { port = 0 } = job.options;
  const running: Running[] = [];
  try {
    if (isBoth || which === "keystone") running.push(await keystone(job, isBoth));
    if (isBoth || which === "helios") running.push(await helios(job, isBoth, isBoth && port !== 0 ? port + 1 : port));
    await tell(job, running);
    await untilAborted(job.signal);
  } finally {
    await Promise.all(running.map((server) => server.close()));
  }
};

async function keystone({ options }: Job<SandboxCommandOptions>, isBoth: boolean): Promise<Running> {
  const { port = 0, seed, throttle } = options;
  const data = dataOf(options, isBoth, "keystone");
  const box = await started(startKeystone({ port, throttle, ...data, ...(seed !== undefined && { seed }) }));
  const { username, password } = box.credentials;
  return {
    service: "keystone",
    url: box.url,
    credentials: { username, password },
    first: `echo ${password} | latchkey login keystone --url ${box.url} --username ${username} --password-stdin`,
    close: () => box.close(),
  };
}

async function helios({ options }: Job<SandboxCommandOptions>, isBoth: boolean, port: number): Promise<Running> {
  const { seed, throttle } = options;
  const data = dataOf(options, isBoth, "helios");
  const box = await started(startHelios({ port, throttle, ...data, ...(seed !== undefined && { seed }) }));
  const { clientId, clientSecret } = box.credentials;
  return {
    service: "helios",
    url: box.url,
    credentials: { clientId, clientSecret },
    first: `echo ${clientSecret} | latchkey login helios --url ${box.url} --client-id ${clientId} --secret-stdin`,
    close: () => box.close(),
  };
}

function dataOf({ data }: SandboxCommandOptions, isBoth: boolean, service: string): { data?: string } {
  if (data === undefined) return {};
  const directory = isBoth ? join(data, service) : data;
  try {
    // The server would make it too, but might never end where none can be made.
    makeDirectory(directory, 0o700);
  } catch (error) {
    throw new UsageError("option", `--data: ${directory} cannot be made (${fileErrorCode(error)}).`, {
      hint: "Choose another --data.",
    });
  }
  return { data: directory };
}

/** A port or a directory that is taken is the command line's mistake. */
async function started<T>(box: Promise<T>): Promise<T> {
  try {
    return await box;
  } catch (error) {
    throw new UsageError("option", error instanceof Error ? error.message : String(error), {
      hint: "Choose another --port or --data.",
    });
  }
}

async function tell({ out, terminal }: Job, running: readonly Running[]): Promise<void> {
  const rows = running.map(({ service, url, credentials, first }) => ({ service, url, ...credentials, first }));
  if (out.format !== "table") {
    await out.rows(rows);
    return;
  }
  for (const { service, url, credentials, first } of running) {
    await terminal.out.write(`${heading(terminal, service)}  ${url}\n`);
    for (const [name, value] of Object.entries(credentials)) await terminal.out.write(`  ${name}: ${value}\n`);
    await terminal.out.write(`  $ ${first}\n`);
  }
  terminal.note("Ctrl-C ends it.");
}

function heading({ out }: Terminal, service: string): string {
  return out.style("bold", service.padEnd("keystone".length));
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
