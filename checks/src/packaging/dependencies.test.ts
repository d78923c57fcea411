import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { manifestOf, published, root } from "./packPackages.ts";

/** What the checks read of an entry of the lock file. */
interface LockEntry {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const { packages }: { readonly packages: Readonly<Record<string, LockEntry>> } = JSON.parse(
  readFileSync(join(root, "package-lock.json"), "utf8"),
);

const own = new Map(published.map((folder) => [manifestOf(join(root, "packages", folder)).name, `packages/${folder}`]));

/** Where npm finds a dependency of what is at `path`: in its own folder, then in those above it. */
function placeOf(name: string, path: string): string {
  const mine = own.get(name);
  if (mine !== undefined) return mine;
  for (let base = path; ; base = base.slice(0, Math.max(0, base.lastIndexOf("node_modules/") - 1))) {
    const place = `${base === "" ? "" : `${base}/`}node_modules/${name}`;
    if (packages[place] !== undefined || base === "") return place;
  }
}

/** Names of all that a package brings along, ours aside; what users install themselves (peers, extras) is not in it. */
function broughtAlong(path: string, found = new Set<string>()): Set<string> {
  for (const name of Object.keys(packages[path]?.dependencies ?? {})) {
    const place = placeOf(name, path);
    if (found.has(name)) continue;
    if (!own.has(name)) found.add(name);
    broughtAlong(place, found);
  }
  return found;
}

// Whoever adds a name here makes everybody install it, and trust whoever publishes it.
const core = ["undici"];
const digests = ["@noble/hashes"];
const servers = ["@hono/node-server", "hono", "kysely", "libsql", "@neon-rs/load", "us-atlas"];
const images = ["sharp", "@img/colour", "detect-libc", "semver"];
const terminal = ["commander", "@bomb.sh/tab", "@clack/core", "@clack/prompts", "sisteransi", "@logtape/logtape"];
const widths = ["fast-string-truncated-width", "fast-string-width", "fast-wrap-ansi"];

const known: Readonly<Record<string, readonly string[]>> = {
  session: core,
  keystone: core,
  helios: [...core, ...digests],
  redis: core,
  sandbox: [...servers, ...images],
  cli: [...core, ...digests, ...servers, ...images, ...terminal, ...widths],
};

test.each(published)("packages/%s brings along what is known, and nothing else", (folder) => {
  const found = [...broughtAlong(`packages/${folder}`)].toSorted();
  expect(found).toEqual(known[folder]?.toSorted());
});
