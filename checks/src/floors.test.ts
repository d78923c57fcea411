import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Folders of the core, lowest first: a file imports from its own floor and those below. */
const floors: readonly (readonly string[])[] = [
  ["flow", "driver", "message", "errors", "request", "cookies"],
  ["contracts", "layers"],
  ["auth", "stores", "transports", "telemetry"],
  ["session", "opentelemetry"],
];

/** What each package may import of ours; `@latchkey/session` means its public entries. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  session: [],
  sandbox: [],
  keystone: ["@latchkey/session"],
  helios: ["@latchkey/session"],
  redis: ["@latchkey/session"],
  cli: ["@latchkey/session", "@latchkey/keystone", "@latchkey/helios", "@latchkey/redis", "@latchkey/sandbox"],
};

interface Import {
  readonly file: string;
  readonly from: string;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "testbed" ? [] : sources(path);
    return entry.name.endsWith(".ts") && !/\.(test|test-d|d)\.ts$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, "utf8");
  const specifiers = text.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)["']([^"']+)["']/gm);
  return [...specifiers].map((match) => ({ file, from: match[1] ?? "" }));
}

/** Every file that an import may mean: one of the package's own names (`#twins`) means another in each runtime. */
function targetsOf(folder: string, { file, from }: Import): string[] {
  if (from.startsWith(".")) return [resolve(dirname(file), from)];
  const { imports = {} }: { imports?: Record<string, Record<string, string>> } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  return Object.values(imports[from] ?? {}).map((target) =>
    join(folder, target.replace(/^\.\/dist\//, "src/").replace(/(\.d\.ts|\.js)$/, ".ts")),
  );
}

function floorOf(path: string): number {
  const folder = path.split(/[\\/]/)[0] ?? "";
  return path.includes("/") ? floors.findIndex((names) => names.includes(folder)) : floors.length;
}

describe("the floors of the core", () => {
  const source = join(root, "packages", "session", "src");
  const files = sources(source);

  test("every folder has its floor", () => {
    const lost = files.map((file) => relative(source, file)).filter((path) => floorOf(path) < 0);
    expect(lost).toEqual([]);
  });

  test("no file imports from a floor above its own", () => {
    const climbs = files.flatMap(importsOf).filter((entry) => {
      const own = floorOf(relative(source, entry.file));
      return targetsOf(dirname(source), entry).some((target) => floorOf(relative(source, target)) > own);
    });
    expect(climbs).toEqual([]);
  });

  test("only the second floor knows the runtime", () => {
    const runtime = files.flatMap(importsOf).filter(({ file, from }) => {
      const floor = floorOf(relative(source, file));
      return floor !== 2 && (from.startsWith("node:") || from.startsWith("undici"));
    });
    expect(runtime).toEqual([]);
  });

  test("only its own entry knows OpenTelemetry, which need not be installed", () => {
    const knows = files
      .flatMap(importsOf)
      .filter(({ from }) => from.startsWith("@opentelemetry/"))
      .map(({ file }) => relative(source, file));
    expect(knows).not.toEqual([]);
    expect(knows.filter((file) => !/^opentelemetry[/\\]/.test(file))).toEqual([]);
    const importers = files.flatMap(importsOf).filter(({ from }) => /\/opentelemetry(\/|\.ts$)/.test(from));
    expect(importers.map(({ file }) => relative(source, file))).toEqual(["opentelemetry.ts"]);
  });

  test("promises are awaited only where the async twin meets the outside", () => {
    const allowed = /^(driver|transports|stores)\/|^session\/(async|eachAsync|closing)/;
    const awaiting = files
      .filter((file) => !allowed.test(relative(source, file).replaceAll("\\", "/")))
      .filter((file) => /\bawait /.test(readFileSync(file, "utf8").replaceAll(/^\s*(\*|\/\/).*$/gm, "")));
    expect(awaiting.map((file) => relative(source, file))).toEqual([]);
  });
});

describe("the packages", () => {
  const packages = join(root, "packages");
  const present = readdirSync(packages).filter((name) => mayImport[name] !== undefined);

  test.each(present)("%s imports of ours only what it may", (name) => {
    const allowed = mayImport[name] ?? [];
    const forbidden = sources(join(packages, name, "src"))
      .flatMap(importsOf)
      .filter(
        ({ from }) =>
          /^(@latchkey\/|latchkey)/.test(from) &&
          !allowed.some((entry) => from === entry || from.startsWith(`${entry}/`)),
      );
    expect(forbidden).toEqual([]);
  });
});
