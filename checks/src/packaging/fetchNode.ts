import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./packPackages.ts";

/** A runtime of `npm run test:matrix`. */
interface Runtime {
  readonly name: string;
}

/** What scripts/runtimes.mjs exports. */
interface Runtimes {
  readonly runtimes: readonly Runtime[];
  readonly fetchRuntime: (runtime: Runtime) => string | undefined;
}

/**
 * The program of another Node, from the registry; it stays in `.cache`.
 *
 * @param name - such as `node24`
 */
export async function fetchNode(name: string): Promise<string> {
  // Plain JavaScript, whose types nobody declares.
  const module: Runtimes = await import(pathToFileURL(join(root, "scripts", "runtimes.mjs")).href);
  const runtime = module.runtimes.find((one) => one.name === name);
  const program = runtime === undefined ? undefined : module.fetchRuntime(runtime);
  if (program === undefined) throw new Error(`There is no ${name} to be had.`);
  return program;
}
