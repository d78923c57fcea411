// Lays out packages as they are published: the compiled modules with their declarations, and for Node one bundle of them
// besides, because opening two hundred files costs more than running them.
//   node scripts/stage.mjs DIRECTORY [PACKAGE…]     prints where each is: npm pack and npm publish take it from there
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { bundle, bundled, heldBy, isBundled } from "./bundle.mjs";
import { plainImports } from "./plainImports.mjs";
import { root } from "./prepare.mjs";

const packages = join(root, "packages");
const folders = readdirSync(packages);
const own = new Set(folders.map((folder) => manifestOf(folder).name));

const [target, ...wanted] = process.argv.slice(2);
if (target === undefined) throw new Error("Say where to: node scripts/stage.mjs DIRECTORY [PACKAGE…]");
for (const folder of wanted.length > 0 ? wanted : folders) {
  const to = resolve(target, folder);
  rmSync(to, { recursive: true, force: true });
  await stage(join(packages, folder), to, folder);
  console.log(to);
}

async function stage(from, to, folder) {
  mkdirSync(to, { recursive: true });
  // Private where it is worked with, so that nothing else than this is ever published.
  const { private: _private, scripts: _scripts, devDependencies: _development, ...manifest } = manifestOf(folder);
  const { exports, bin = {} } = manifest;
  const isCommand = Object.keys(exports).every((entry) => entry === "./package.json");
  manifest.files = ["CHANGELOG.md"];
  // Nobody can import a command's modules: its bundle is all there is to it.
  if (!isCommand) {
    manifest.files.push("dist");
    for (const name of modulesOf(join(from, "src"))) {
      const path = join("dist", name);
      cpSync(join(from, `${path}.d.ts`), join(to, `${path}.d.ts`));
      // The sources are not published, and so no map to them either.
      const code = readFileSync(join(from, `${path}.js`), "utf8");
      writeFileSync(join(to, `${path}.js`), plainImports(code).replace(/^\/\/# sourceMappingURL=.*\n?/m, ""));
    }
  }
  cpSync(join(from, "README.md"), join(to, "README.md"));
  cpSync(join(root, "LICENSE"), join(to, "LICENSE"));
  cpSync(join(root, "CHANGELOG.md"), join(to, "CHANGELOG.md"));
  if (isBundled(folder)) {
    manifest.files.push("bundle");
    const imported = await bundle(packages, folder, manifest, to);
    for (const [name, path] of Object.entries(bin)) {
      bin[name] = bundled(path);
      chmodSync(join(to, bin[name]), 0o755);
    }
    for (const conditions of Object.values(exports)) {
      if (typeof conditions === "string") continue;
      const { types, default: modules } = conditions;
      for (const name of Object.keys(conditions)) delete conditions[name];
      Object.assign(conditions, { types, node: bundled(modules), default: modules });
    }
    takeIn(heldBy(folder), manifest, to);
    refuseUndeclared(imported, manifest);
  }
  writeFileSync(join(to, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** What a bundle holds is not installed, but what that needs is; and others' licences go with their work. */
function takeIn(held, manifest, to) {
  if (held.length === 0) return;
  const notices = [];
  const dependencies = { ...manifest.dependencies };
  for (const name of held) {
    const place = join(root, "node_modules", name);
    const { version, license, dependencies: theirs } = JSON.parse(readFileSync(join(place, "package.json"), "utf8"));
    Object.assign(dependencies, theirs);
    if (own.has(name)) continue;
    notices.push(`## ${name} ${version} (${license})\n\n${readFileSync(join(place, "LICENSE"), "utf8").trim()}\n`);
  }
  const needed = Object.entries(dependencies).filter(([name]) => !held.includes(name));
  manifest.dependencies = Object.fromEntries(needed.toSorted(([one], [other]) => (one < other ? -1 : 1)));
  const head = "# Licences of others\n\nThe bundle of this package holds parts of these:\n";
  writeFileSync(join(to, "NOTICES.md"), [head, ...notices].join("\n"));
  manifest.files.push("NOTICES.md");
}

function refuseUndeclared(imported, { name, dependencies, optionalDependencies, peerDependencies }) {
  const declared = { ...dependencies, ...optionalDependencies, ...peerDependencies };
  const missing = [...imported].filter((other) => declared[other] === undefined);
  if (missing.length > 0)
    throw new Error(`The bundle of ${name} imports what it does not declare: ${missing.join(", ")}`);
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(packages, folder, "package.json"), "utf8"));
}

/** What the sources compile to, but for tests and their aids; nothing that an earlier build left. */
function modulesOf(source) {
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !/(^|\/)testbed\/|\.(test|test-d|d)\.ts$/.test(path))
    .map((path) => path.replace(/\.ts$/, ""));
}
