import { join } from "node:path";
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
  modules.enableCompileCache?.(join(cacheDirectory(env), "compiled"));
}
