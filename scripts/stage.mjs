// Lays out packages as they are published: the compiled modules with their declarations, and for Node one bundle of them
// besides, because opening two hundred files costs more than running them.
//   node scripts/stage.mjs DIRECTORY [PACKAGE…]     prints where each is: npm pack and npm publish take it from there
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { bundle, bundled, isBundled } from "./bundle.mjs";
import { root } from "./prepare.mjs";

const [target, ...wanted] = process.argv.slice(2);
if (target === undefined) throw new Error("Say where to: node scripts/stage.mjs DIRECTORY [PACKAGE…]");
for (const folder of wanted.length > 0 ? wanted : readdirSync(join(root, "packages"))) {
  const to = resolve(target, folder);
  rmSync(to, { recursive: true, force: true });
  await stage(join(root, "packages", folder), to, folder);
  console.log(to);
}

async function stage(from, to, folder) {
  mkdirSync(to, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
  for (const name of modulesOf(join(from, "src"))) {
    for (const suffix of [".js", ".d.ts"]) cpSync(join(from, "dist", name + suffix), join(to, "dist", name + suffix));
  }
  cpSync(join(from, "README.md"), join(to, "README.md"));
  cpSync(join(root, "LICENSE"), join(to, "LICENSE"));
  // Private where it is worked with, so that nothing else than this is ever published.
  const { private: _private, scripts: _scripts, devDependencies: _development, ...kept } = manifest;
  kept.files = ["dist"];
  if (isBundled(folder)) {
    // The bundler looks there for what the package imports of its own.
    writeFileSync(join(to, "package.json"), JSON.stringify(manifest));
    await bundle(folder, manifest, to);
    kept.files.push("bundle");
    for (const [name, path] of Object.entries(kept.bin ?? {})) {
      kept.bin[name] = bundled(path);
      chmodSync(join(to, kept.bin[name]), 0o755);
    }
    for (const conditions of Object.values(kept.exports)) {
      if (typeof conditions === "string") continue;
      const { types, default: modules } = conditions;
      for (const name of Object.keys(conditions)) delete conditions[name];
      Object.assign(conditions, { types, node: bundled(modules), default: modules });
    }
  }
  writeFileSync(join(to, "package.json"), `${JSON.stringify(kept, null, 2)}\n`);
}

/** What the sources compile to, but for tests and their aids; nothing that an earlier build left. */
function modulesOf(source) {
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !/(^|\/)testbed\/|\.(test|test-d|d)\.ts$/.test(path))
    .map((path) => path.replace(/\.ts$/, ""));
}
