import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the bench. */
export const bench = dirname(dirname(fileURLToPath(import.meta.url)));

/** The folder of the repository. */
export const root = dirname(bench);

/** A file of a package of the workspace, as it is published: `dist` of `packages/NAME`. */
export function dist(name, ...path) {
  return join(root, "packages", name, "dist", ...path);
}
