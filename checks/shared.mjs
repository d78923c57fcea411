// Checks that need the facts recorded from the real servers, which lie outside the repository:
//   node checks/shared.mjs FOLDER
// Ends with a line that adds up what ran.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { startKeystone } from "../packages/sandbox/dist/index.js";

const shared = resolve(process.argv[2] ?? "../shared");
const total = { passed: 0, failed: 0, skipped: 0 };

/** Runs a program of the folder and adds the counts of its last line. */
function counted(args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.on("close", (status) => {
      console.log(output.trimEnd());
      const counts = /(\d+) passed, (\d+) failed, (\d+) skipped\s*$/.exec(output);
      if (counts === null || (status !== 0 && counts[2] === "0")) total.failed += 1;
      if (counts !== null) {
        total.passed += Number(counts[1]);
        total.failed += Number(counts[2]);
        total.skipped += Number(counts[3]);
      }
      done();
    });
  });
}

const box = await startKeystone({ throttle: false });
await counted([join(shared, "keystone", "replay.mjs"), box.url.replace(/\/$/, "")]);
await box.close();

const facts = join("checks", "keystoneFacts.mjs");
if (existsSync(facts)) await counted([facts, join(shared, "keystone", "openapi.facts.json")]);

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
