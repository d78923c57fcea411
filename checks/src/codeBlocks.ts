import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** A program that the documents show. */
export interface CodeBlock {
  /** Where it stands: the document and its line. */
  readonly name: string;
  readonly language: "ts" | "js";
  readonly code: string;
}

/** Every `ts` and `js` block of a Markdown text. */
export function blocksOf(document: string, text: string): CodeBlock[] {
  return [...text.matchAll(/^```(ts|js)\n(.*?)^```$/gms)].map((match) => {
    const line = text.slice(0, match.index).split("\n").length;
    return { name: `${document}:${line}`, language: match[1] === "js" ? "js" : "ts", code: match[2] ?? "" };
  });
}

/** The blocks of the READMEs and of docs/, and the files of examples/. */
export function allBlocks(root: string): CodeBlock[] {
  const readmes = readdirSync(join(root, "packages")).map((name) => join(root, "packages", name, "README.md"));
  const documents = [
    join(root, "README.md"),
    ...readmes.filter((path) => existsSync(path)),
    ...files(join(root, "docs"), ".md"),
  ];
  const blocks = documents.flatMap((path) => blocksOf(relative(root, path), readFileSync(path, "utf8")));
  const examples = [...files(join(root, "examples"), ".ts"), ...files(join(root, "examples"), ".js")].map(
    (path): CodeBlock => ({
      name: relative(root, path),
      language: path.endsWith(".js") ? "js" : "ts",
      code: readFileSync(path, "utf8"),
    }),
  );
  return [...blocks, ...examples];
}

function files(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending) && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
