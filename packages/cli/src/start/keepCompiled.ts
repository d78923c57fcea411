import { mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheDirectory } from "./cacheDirectory.ts";

/** Node's modules as later Nodes have them. */
type Compiling = typeof import("node:module") & { readonly enableCompileCache?: (directory: string) => unknown };

/**
 * Has Node keep what it compiles of the modules that are loaded from now on: the next start finds it there.
 * `NODE_COMPILE_CACHE` and `NODE_DISABLE_COMPILE_CACHE` decide where they are set; where nothing can be written, or Node
 * cannot do it yet (before 22.1), everything is compiled each time.
 */
export function keepCompiled(env: NodeJS.ProcessEnv): void {
  const modules: Compiling = process.getBuiltinModule("node:module");
  const directory = cacheDirectory(env);
  if (modules.enableCompileCache === undefined || !isReady(directory)) return;
  modules.enableCompileCache(join(directory, "compiled"));
}

/** Whether the directory is there, made now if need be: Node tries for ever where the system makes none (`/proc`). */
function isReady(directory: string): boolean {
  for (const path of [dirname(directory), directory]) {
    try {
      mkdirSync(path, 0o700);
    } catch {
      // It is there, or cannot be made: what counts is looked at next.
    }
  }
  return statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
}
