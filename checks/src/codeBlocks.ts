import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { documentsOf, filesBelow } from "./documents.ts";

/** A program that the documents show. */
export interface CodeBlock {
  /** Where it stands: the document and its line. */
  readonly name: string;
  readonly language: "ts" | "js";
  readonly code: string;
  /** How it ends: by itself; when it is told to, because it listens; or not here, because it is for a browser. */
  readonly ends: "itself" | "told" | "browser";
}

function blockOf(name: string, language: "ts" | "js", code: string): CodeBlock {
  const ends = code.includes('<reference lib="dom"') ? "browser" : code.includes(".listen(") ? "told" : "itself";
  return { name, language, code, ends };
}

/** Every `ts` and `js` block of a Markdown text, whatever else is written beside its language. */
export function blocksOf(document: string, text: string): CodeBlock[] {
  return [...text.matchAll(/^```(ts|js)\b[^\n]*\n(.*?)^```$/gms)].map((match) => {
    const line = text.slice(0, match.index).split("\n").length;
    return blockOf(`${document}:${line}`, match[1] === "js" ? "js" : "ts", match[2] ?? "");
  });
}

/** The blocks of all documents, and the programs of examples/. */
export function allBlocks(root: string): CodeBlock[] {
  const blocks = documentsOf(root).flatMap((path) => blocksOf(relative(root, path), readFileSync(path, "utf8")));
  const examples = [".ts", ".js"].flatMap((ending) => filesBelow(`${root}/examples`, ending));
  return [
    ...blocks,
    ...examples.map((path) => {
      return blockOf(relative(root, path), path.endsWith(".js") ? "js" : "ts", readFileSync(path, "utf8"));
    }),
  ];
}
