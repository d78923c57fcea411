import { readFileSync } from "node:fs";

interface Manifest {
  readonly version: string;
  readonly engines: { readonly node: string };
}

function manifest(): Manifest {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
}

/** The version of this package. */
export function version(): string {
  return manifest().version;
}

/** The oldest Node that it is made for: `20.19`. */
export function oldestNode(): string {
  return manifest().engines.node.replace(/^>=/, "");
}
