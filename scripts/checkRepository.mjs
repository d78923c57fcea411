// Whether every package says where its source is: npm takes no provenance of a package that does not name the repository
// which the workflow runs in. `node scripts/checkRepository.mjs [FOLDER OF PACKAGES]`
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./prepare.mjs";

const folder = process.argv[2] ?? join(root, "packages");
const { GITHUB_SERVER_URL: server = "https://github.com", GITHUB_REPOSITORY: repository = "" } = process.env;
if (repository === "") {
  console.error("GITHUB_REPOSITORY does not say which repository this is: the release workflow runs on GitHub only.");
  process.exit(2);
}
const wanted = `git+${server}/${repository}.git`;
const wrong = readdirSync(folder).flatMap((name) => {
  const { repository: said } = JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8"));
  const url = typeof said === "string" ? said : said?.url;
  return url === wanted
    ? []
    : [`packages/${name}/package.json ${url === undefined ? "has no" : "has another"} repository`];
});
for (const line of wrong) console.error(`${line}.`);
if (wrong.length > 0) {
  const entry = { type: "git", url: wanted, directory: "packages/NAME" };
  console.error(`Nothing is published without it. Add: "repository": ${JSON.stringify(entry)}`);
  process.exitCode = 1;
}
