// Bundles of packages for Node: opening two hundred files costs more than running them.
import { isAbsolute, join } from "node:path";
import { rolldown } from "rolldown";
import { plainImports } from "./plainImports.mjs";

/** The program of the I/O thread is no ES module: what loads those would have to start in each thread first. */
const THREAD = "session/dist/transports/thread/ioThread.js";

/** Programs of threads and processes of their own: found beside the module that starts them. */
const PROGRAMS = {
  session: [THREAD],
  helios: ["helios/dist/images/decodeImage.js"],
  cli: ["cli/dist/secrets/keychainProbe.js", "helios/dist/images/decodeImage.js"],
};

/**
 * The files of the command line, because opening eight costs more than reading them: what it needs before it knows the
 * command, and what those commands share that talk to a server. The version needs none of it.
 */
const COMMAND = [
  { name: "version", test: /\/cli\/dist\/(version|start\/\w+)\.js$/, priority: 2 },
  { name: "program", test: /\/cli\/dist\/runCommand\.js$/, priority: 1 },
  {
    name: "session",
    test: /\/(session|keystone)\/dist\/|\/cli\/dist\/(keystone|output|profile)\/(?!run)/,
    priority: 0,
  },
];

/** What the entries of a package share is one file. */
const SHARED = [{ name: "shared", test: /\/dist\/index\.js$/ }];

const GROUPS = { session: SHARED, helios: SHARED, cli: COMMAND };

/**
 * What else is in the bundle of a package. Nobody imports the command line, so that nobody can meet a second copy of a
 * class in it: it has what every start would have to look for, and of that only what it uses.
 */
const INSIDE = {
  cli: [
    "@latchkey/helios",
    "@latchkey/keystone",
    "@latchkey/redis",
    "@latchkey/session",
    "@logtape/logtape",
    "commander",
  ],
};

/** Packages that are bundled: those that scripts wait for. */
const BUNDLED = new Set(Object.keys(PROGRAMS).concat("keystone"));

export function isBundled(folder) {
  return BUNDLED.has(folder);
}

/** Names of other packages that the bundle of this one holds. */
export function heldBy(folder) {
  return INSIDE[folder] ?? [];
}

/**
 * An `import` of one of Node's modules evaluates all that it only points to, in Node 24 also its promises and HTTP/2.
 * Asked for like this, it is what is named.
 */
const forNode = {
  name: "node",
  transform: plainImports,
  renderChunk: (code) =>
    code
      .replaceAll(/^import (\w+|\{ .* \}) from "(node:.*)";$/gm, (_, names, module) => {
        return `const ${names.replaceAll(" as ", ": ")} = globalThis.process.getBuiltinModule("${module}");`;
      })
      .replaceAll("./ioThread.js", "./ioThread.cjs")
      .replaceAll(/\b__require\("(node:.*?)"\)/g, 'globalThis.process.getBuiltinModule("$1")'),
};

/** Where the bundle has what a module of `dist` exports: all in one folder, so that programs are found beside. */
export function bundled(path) {
  return `./bundle/${path.split("/").at(-1)}`;
}

/**
 * What a package exports shares as few files as can be; a program of its own has all that it needs in one.
 *
 * @returns what the bundle imports of other packages
 */
export async function bundle(packages, folder, manifest, to) {
  const exported = Object.values(manifest.exports).map((conditions) => conditions.default);
  const commands = Object.values(manifest.bin ?? {});
  const entries = [...exported, ...commands].filter(Boolean).map((path) => join(folder, path));
  const groups = GROUPS[folder];
  const chunks = await write(packages, folder, entries, to, groups === undefined ? true : { groups });
  for (const path of PROGRAMS[folder] ?? []) chunks.push(...(await write(packages, folder, [path], to, false)));
  return outside(chunks);
}

async function write(packages, folder, paths, to, codeSplitting) {
  const name = (path) => path.split("/").at(-1).replace(/\.js$/, "");
  const build = await rolldown({
    cwd: packages,
    input: Object.fromEntries(paths.map((path) => [name(path), join(packages, path)])),
    platform: "node",
    // A path is the package's own, and so is what its `imports` names.
    external: (id) => !isAbsolute(id) && !/^[.#]/.test(id) && !heldBy(folder).includes(packageOf(id)),
    plugins: [forNode],
    resolve: { conditionNames: ["node", "import"] },
    onwarn: (warning) => {
      throw new Error(`${folder}: ${warning.message}`);
    },
  });
  const dir = join(to, "bundle");
  const [entryFileNames, format] = paths.includes(THREAD) ? ["[name].cjs", "cjs"] : ["[name].js", "esm"];
  const files = { dir, entryFileNames, chunkFileNames: "[name].js" };
  // Declarations have the docs too: a quarter less to read at each start.
  const comments = { jsdoc: false };
  const { output } = await build.write({ ...files, format, codeSplitting, comments });
  await build.close();
  return output;
}

/** Names of the packages that files import from; all else that they name must be among them, each once. */
function outside(chunks) {
  const files = new Set(chunks.map(({ fileName }) => fileName));
  if (files.size < chunks.length) throw new Error(`Two files have one name: ${[...files].join(", ")}`);
  const programs = chunks.flatMap(({ code }) => [...code.matchAll(/new URL\("\.\/(\S+)", import\.meta\.url\)/g)]);
  const lost = programs.map(([, file]) => file).filter((file) => !files.has(file));
  if (lost.length > 0) throw new Error(`No such program in the bundle: ${lost.join(", ")}`);
  const imported = chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports]);
  return new Set(imported.filter((id) => !id.startsWith("node:") && !files.has(id)).map(packageOf));
}

/** The package that something is imported from. */
function packageOf(id) {
  return id
    .split("/")
    .slice(0, id.startsWith("@") ? 2 : 1)
    .join("/");
}
