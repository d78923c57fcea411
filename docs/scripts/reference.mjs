// The API reference, from the TSDoc of the sources: a page for each exported name of each package.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Application } from "typedoc";
import { docs, root } from "./places.mjs";

const packages = readdirSync(join(root, "packages")).map((folder) => {
  const {
    name,
    exports = {},
    imports = {},
  } = JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8"));
  return { folder, name, exports, imports };
});

/** Names and the sources of what package.json says they are, on Node. */
function sourcesOf(folder, names, nameOf) {
  return Object.entries(names).flatMap(([name, { node, default: other }]) => {
    const file = /^\.\/dist\/(.*)\.js$/.exec(node ?? other ?? "")?.[1];
    return file === undefined ? [] : [[nameOf(name), `${folder}/src/${file}.ts`]];
  });
}

/** Every entry that can be imported. */
const entries = Object.fromEntries(
  packages.flatMap(({ folder, name, exports }) => sourcesOf(folder, exports, (entry) => name + entry.slice(1))),
);

/** What the `imports` of the packages choose. */
const imports = Object.fromEntries(packages.flatMap((each) => sourcesOf(each.folder, each.imports, (name) => name)));

const target = join(docs, "reference");
const source = (path) => join(root, "packages", path);

/** A project of all packages in which a name is one symbol, whichever package it is imported from. */
function writeProject() {
  const folder = join(docs, ".vitepress", "cache");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "tsconfig.json");
  const paths = Object.fromEntries(
    Object.entries({ ...entries, ...imports }).map(([name, path]) => [name, [source(path)]]),
  );
  const compilerOptions = {
    composite: false,
    noEmit: true,
    rewriteRelativeImportExtensions: false,
    allowImportingTsExtensions: true,
    rootDir: join(root, "packages"),
    typeRoots: [join(root, "node_modules", "@types")],
    paths,
  };
  const files = Object.values(entries).map(source);
  writeFileSync(file, JSON.stringify({ extends: join(root, "tsconfig.base.json"), compilerOptions, files }));
  return file;
}

/** The names that an entry exports, as the compiler sees them. */
function exportedNames(app, path) {
  for (const { program } of app.getEntryPoints() ?? []) {
    const file = program.getSourceFile(source(path));
    if (file === undefined) continue;
    const checker = program.getTypeChecker();
    return checker.getExportsOfModule(checker.getSymbolAtLocation(file)).map(({ name }) => name);
  }
  throw new Error(`There is no ${path} to document.`);
}

/** What the site shows beside the pages of an entry: its classes and functions; its index has the types too. */
function sidebarOf(module) {
  const kinds = { Classes: "classes", Functions: "functions" };
  const items = (module.groups ?? [])
    .filter(({ title }) => title in kinds)
    .flatMap(({ title, children }) =>
      children.map(({ name }) => ({ text: name, link: `/reference/${module.name}/${kinds[title]}/${name}` })),
    );
  return { text: `@latchkey/${module.name}`, link: `/reference/${module.name}/`, collapsed: true, items };
}

/** Writes docs/reference; returns how many names it covers. Fails when a name is missing or a link leads nowhere. */
export async function writeReference() {
  rmSync(target, { recursive: true, force: true });
  const app = await Application.bootstrapWithPlugins({
    name: "API reference",
    entryPoints: Object.values(entries).map(source),
    tsconfig: writeProject(),
    out: target,
    // TypeScript 7 has checked the sources before.
    skipErrorChecking: true,
    plugin: ["typedoc-plugin-markdown"],
    readme: "none",
    excludePrivate: true,
    excludeInternal: true,
    disableSources: true,
    logLevel: "Warn",
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    entryFileName: "index.md",
    outputFileStrategy: "members",
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    parametersFormat: "table",
    interfacePropertiesFormat: "table",
    propertyMembersFormat: "table",
    typeDeclarationFormat: "table",
    tableColumnSettings: { hideModifiers: true, hideInherited: true, hideOverrides: true },
    formatWithPrettier: false,
  });
  const project = await app.convert();
  if (project === undefined) throw new Error("The sources could not be read.");
  let covered = 0;
  for (const [name, path] of Object.entries(entries)) {
    const module = project.children.find((child) => `${child.name}.ts` === path || `${child.name}/index.ts` === path);
    const documented = new Set(module?.children.map((child) => child.name));
    const missing = exportedNames(app, path).filter((exported) => !documented.has(exported));
    if (missing.length > 0) throw new Error(`The reference of ${name} lacks ${missing.join(", ")}.`);
    module.name = name.replace("@latchkey/", "");
    covered += documented.size;
  }
  app.validate(project);
  await app.generateOutputs(project);
  writeFileSync(join(target, "sidebar.json"), JSON.stringify(project.children.map(sidebarOf)));
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error("TypeDoc is not content: see above.");
  return covered;
}
