// Whether a tag and every package say the same version, and ask for the same version of each other:
//   node scripts/checkVersions.mjs v0.1.0
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./prepare.mjs";

const version = (process.argv[2] ?? "").replace(/^v/, "");
const manifests = readdirSync(join(root, "packages")).map((name) =>
  JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")),
);
const own = new Set(manifests.map(({ name }) => name));
const wrong = manifests.flatMap(({ name, version: said, dependencies = {} }) => [
  ...(said === version ? [] : [`${name} is ${said}, not ${version || "given"}`]),
  ...Object.entries(dependencies)
    .filter(([dependency, wanted]) => own.has(dependency) && wanted !== version)
    .map(([dependency, wanted]) => `${name} asks for ${dependency} ${wanted}`),
]);
for (const line of wrong) console.error(line);
process.exitCode = wrong.length === 0 ? 0 : 1;
