// Bundles of packages for Node: opening two hundred files costs more than running them.
import { join } from "node:path";
import { rolldown } from "rolldown";

/** Programs of threads and processes of their own: found beside the module that starts them. */
const PROGRAMS = {
  session: ["transports/thread/ioThread.js"],
  helios: ["images/decodeImage.js"],
  cli: ["secrets/keychainProbe.js"],
};

/**
 * What the command line needs before it knows the command is one file: opening eight costs more than reading them. The
 * version needs none of it.
 */
const START = [
  { name: "version", test: /\/dist\/version\.js$/, priority: 2 },
  { name: "program", test: /\/dist\/runCommand\.js$/, priority: 1 },
];

/** What the entries of a package share is one file. */
const SHARED = [{ name: "shared", test: /\/dist\/index\.js$/ }];

/** Packages that are bundled: those that scripts wait for. */
const BUNDLED = new Set(Object.keys(PROGRAMS).concat("keystone"));

export function isBundled(folder) {
  return BUNDLED.has(folder);
}

/**
 * An `import` of one of Node's modules evaluates all that it only points to, in Node 24 also its promises and HTTP/2.
 * Asked for like this, it is what is named.
 */
const builtins = {
  name: "builtins",
  renderChunk: (code) =>
    code.replaceAll(/^import \{ (.*) \} from "(node:.*)";$/gm, (_, names, module) => {
      return `const { ${names.replaceAll(" as ", ": ")} } = process.getBuiltinModule("${module}");`;
    }),
};

/** Where the bundle has what a module of `dist` exports: all in one folder, so that programs are found beside. */
export function bundled(path) {
  return `./bundle/${path.split("/").at(-1)}`;
}

/** What a package exports shares as few files as can be; a program of its own has all that it needs in one. */
export async function bundle(folder, manifest, to) {
  const exported = Object.values(manifest.exports).map((conditions) => conditions.default);
  const commands = Object.values(manifest.bin ?? {});
  const entries = [...exported, ...commands].filter(Boolean);
  await build(folder, to, entries, entries.length > 1 ? { groups: folder === "cli" ? START : SHARED } : true);
  for (const path of PROGRAMS[folder] ?? []) await build(folder, to, [`dist/${path}`], false);
}

async function build(folder, to, paths, codeSplitting) {
  const input = Object.fromEntries(paths.map((path) => [path.split("/").at(-1).replace(/\.js$/, ""), join(to, path)]));
  const build = await rolldown({
    cwd: to,
    input,
    platform: "node",
    // What a package's `imports` names is its own; all else that is not a path is installed.
    external: (id) => !/^[./#]/.test(id) && !id.startsWith(to),
    plugins: [builtins],
    resolve: { conditionNames: ["node", "import"] },
    onwarn: (warning) => {
      throw new Error(`${folder}: ${warning.message}`);
    },
  });
  await build.write({ dir: join(to, "bundle"), format: "esm", chunkFileNames: "[name]-[hash].js", codeSplitting });
  await build.close();
}
