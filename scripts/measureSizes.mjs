// The browser bundle of one authenticated GET, beside those of two other clients, and the tarballs: docs/reach.md.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { prepare, root } from "./prepare.mjs";

prepare();
const folder = join(root, ".cache", "sizes");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
const others = {
  ky: `import ky from "ky";
    console.log(await ky("https://api.example.com/things/1", { headers: { authorization: "Bearer t0ken" } }).json());`,
  axios: `import axios from "axios";
    console.log((await axios.get("https://api.example.com/things/1", { headers: { authorization: "Bearer t0ken" } })).data);`,
};
const install = ["install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", ...Object.keys(others)];
const { status } = spawnSync("npm", install, { cwd: folder, stdio: "inherit", shell: process.platform === "win32" });
if (status !== 0) process.exit(1);

const dist = (name) => pathToFileURL(join(root, "checks", "dist", name)).href;
const { bundleForBrowser } = await import(dist("browser/bundle.js"));
const entries = { "@latchkey/session": join(root, "checks", "dist", "browser", "authenticatedGet.js") };
for (const [name, code] of Object.entries(others)) {
  entries[name] = join(folder, `${name}.js`);
  writeFileSync(entries[name], code);
}
console.log("| one authenticated GET | minified | and gzipped |\n|---|---|---|");
for (const [name, entry] of Object.entries(entries)) {
  const { code } = await bundleForBrowser(entry);
  console.log(`| ${name} | ${kilobytes(code.length)} | ${kilobytes(gzipSync(code).length)} |`);
}
const { packPackages } = await import(dist("packaging/packPackages.js"));
console.log("\n| package | tarball | files |\n|---|---|---|");
for (const { manifest, size, files } of packPackages(join(folder, "tarballs"))) {
  console.log(`| ${manifest.name} | ${kilobytes(size)} | ${files.length} |`);
}

function kilobytes(bytes) {
  return `${(bytes / 1_000).toFixed(1)} kB`;
}
