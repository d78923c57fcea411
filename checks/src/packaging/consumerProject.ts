import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ConsumerProgram } from "./consumerPrograms.ts";
import { entriesOf, type Packed, root } from "./packPackages.ts";

/** What a strict project of somebody else asks of declarations: all of them are checked, none of Node's are there. */
const strict = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  target: "es2022",
  lib: ["es2023", "esnext.disposable", "dom", "dom.iterable", "dom.asynciterable"],
  outDir: "out",
  rootDir: ".",
} as const;

/**
 * Makes a project that has installed a package from its tarball, with what that package declares to depend on and
 * nothing else: a dependency that was forgotten is not found.
 */
export function makeConsumer(folder: string, wanted: Packed, all: readonly Packed[], program: ConsumerProgram): void {
  const modules = join(folder, "node_modules");
  installPacked(folder, wanted, all);
  mkdirSync(join(modules, "@types"), { recursive: true });
  const { name } = wanted.manifest;
  const names = program.names.join(", ");
  const reexports = entriesOf(wanted.manifest).map(
    (entry, index) => `export type * as entry${index} from "${name}${entry.slice(1)}";\n`,
  );
  const types = `declare const process: { readonly env: Record<string, string | undefined> };\n`;
  writeFileSync(
    join(folder, "main.ts"),
    `import { ${names} } from "${name}";\n${reexports.join("")}${types}${program.body}`,
  );
  writeFileSync(join(folder, "main.mjs"), `import { ${names} } from "${name}";\n${program.body}`);
  writeFileSync(join(folder, "main.cjs"), `const { ${names} } = require("${name}");\n${program.body}`);
  for (const [moduleResolution, module] of [
    ["nodenext", "nodenext"],
    ["bundler", "esnext"],
  ] as const) {
    const compilerOptions = { ...strict, types: [], module, moduleResolution };
    const project = JSON.stringify({ compilerOptions, include: ["main.ts"] });
    writeFileSync(join(folder, `tsconfig.${moduleResolution}.json`), project);
  }
}

/** Makes a folder in which a package is installed from its tarball. */
export function installPacked(folder: string, wanted: Packed, all: readonly Packed[]): void {
  install(join(folder, "node_modules"), wanted, all);
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
}

/** Ours come from their tarballs, those of others are linked. */
function install(modules: string, { manifest, tarball }: Packed, all: readonly Packed[]): void {
  const target = join(modules, manifest.name);
  // Two of ours may depend on the same third.
  if (existsSync(target)) return;
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"]);
  // Optional peers too: an entry that is built on one has its types in its own.
  for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    const own = all.find((packed) => packed.manifest.name === dependency);
    if (own !== undefined) {
      install(modules, own, all);
      continue;
    }
    const link = join(modules, dependency);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", dependency), link, "junction");
  }
}
