import { mkdirSync, type Stats, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { userDirectory } from "./userDirectory.ts";

/** Node's own variables. */
const DECIDING = ["NODE_COMPILE_CACHE", "NODE_DISABLE_COMPILE_CACHE"];
const OTHERS_WRITE = 0o022;

/** Node's modules as later Nodes have them. */
type Compiling = typeof import("node:module") & { readonly enableCompileCache?: (directory: string) => unknown };

/**
 * Has Node keep what it compiles of the modules that are loaded from now on: the next start finds it there.
 * `NODE_COMPILE_CACHE` and `NODE_DISABLE_COMPILE_CACHE` decide where they are set; where nothing can be kept safely, or
 * Node cannot do it yet (before 22.1), everything is compiled each time.
 */
export function keepCompiled(env: NodeJS.ProcessEnv): void {
  const modules: Compiling = process.getBuiltinModule("node:module");
  if (modules.enableCompileCache === undefined || DECIDING.some((name) => env[name])) return;
  const cache = userDirectory("cache", env);
  if (cache === undefined) return;
  const directory = join(cache, "compiled");
  if (isReady(directory)) modules.enableCompileCache(directory);
}

/**
 * Whether the directory is there, made now if need be: Node tries for ever where none can be made (a link that leads
 * nowhere, `/proc`). It and those above it must be this user's alone, because what lies there is run: with `sudo`, the
 * home may be another's.
 */
function isReady(directory: string): boolean {
  return [dirname(dirname(directory)), dirname(directory), directory].every((path) => {
    try {
      mkdirSync(path, 0o700);
    } catch {
      // It is there, or cannot be made: what counts is looked at next.
    }
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isDirectory() === true && isOursAlone(stats);
  });
}

function isOursAlone({ uid, mode }: Stats): boolean {
  return process.geteuid === undefined || (uid === process.geteuid() && (mode & OTHERS_WRITE) === 0);
}
