import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Folders with texts that others wrote, or that are made from our sources. */
const NOT_OURS: ReadonlySet<string> = new Set(["node_modules", "dist", "cache", "reference"]);

/** The files below a folder whose names end so, in order. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : filesBelow(path, ending);
      return entry.name.endsWith(ending) ? [path] : [];
    })
    .toSorted();
}

/** Every document that people read: those of the root, of docs/, and each package's README. */
export function documentsOf(root: string): string[] {
  const ofRoot = readdirSync(root).filter((name) => name.endsWith(".md"));
  const readmes = [...readdirSync(join(root, "packages")).map((name) => join("packages", name)), "bench"]
    .map((folder) => join(root, folder, "README.md"))
    .filter((path) => existsSync(path));
  return [...ofRoot.map((name) => join(root, name)), ...readmes, ...filesBelow(join(root, "docs"), ".md")];
}
