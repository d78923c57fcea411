import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./packPackages.ts";

/** A tarball as docs/reach.md describes it. */
export interface DocumentedTarball {
  readonly bytes: number;
  readonly files: number;
}

/** By how much the documents may be wrong: what grows or shrinks by more is measured anew, and looked at. */
export const TOLERANCE = 0.1;

const text = readFileSync(join(root, "docs", "reach.md"), "utf8");

/** Bytes of the browser bundle of one authenticated GET, minified and gzipped, as docs/reach.md says. */
export const documentedBundle: number =
  1_000 * Number(/^\| `@latchkey\/session` \| [\d.]+ kB \| ([\d.]+) kB \|$/m.exec(text)?.[1]);

/** What docs/reach.md says of the tarballs, by the names of the packages. */
export const documentedTarballs: ReadonlyMap<string, DocumentedTarball> = new Map(
  [...text.matchAll(/^\| `(\S+)` \| ([\d.]+) kB \| (\d+) \|$/gm)].map(([, name = "", kilobytes, files]) => {
    return [name, { bytes: 1_000 * Number(kilobytes), files: Number(files) }];
  }),
);
