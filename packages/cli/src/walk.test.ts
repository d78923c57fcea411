import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type HeliosBox, type KeystoneBox, startHelios, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDesk, PROGRAM, runCommand } from "./testbed/latchkey.ts";
import { masked, replayPage } from "./testbed/replayPage.ts";

const PAGE = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..", "..", "docs", "cli.md");

const GRANTS = `[
  { "method": "POST", "path": "users/teams", "payload": { "name": "Telescope" }, "ref": "team" },
  { "method": "POST", "path": "research/grants", "payload": { "title": "Telescope time", "agency": "NSF",
    "amount": "25000.00", "grant_number": "NSF-1", "start_date": "2027-01-01", "end_date": "2028-01-01",
    "team": "@ref{team.id}" } }
]
`;

const desk = openDesk();
let keystone: KeystoneBox;
let helios: HeliosBox;

beforeAll(async () => {
  [keystone, helios] = await Promise.all([
    startKeystone({ seed: 1, throttle: false }),
    startHelios({ seed: 1, throttle: false }),
  ]);
});

afterAll(() => Promise.all([keystone.close(), helios.close()]));

/** The page's addresses, and those of this run. */
function addresses(): readonly (readonly [page: string, here: string])[] {
  return [
    ["http://127.0.0.1:18001/v1", helios.url],
    ["http://127.0.0.1:18000", keystone.url],
    ["/home/ada", desk.home],
  ];
}

describe.skipIf(process.platform === "win32")("docs/cli.md", () => {
  // Set LATCHKEY_RECORD to write the page anew after a change that is meant.
  test("shows what the commands show", { timeout: 240_000 }, async () => {
    const bin = join(desk.home, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "latchkey"), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
    chmodSync(join(bin, "latchkey"), 0o755);
    writeFileSync(join(desk.home, "grants.json"), GRANTS);
    // As at a home of one's own: neither the store nor the directory is given.
    const PATH = `${bin}${delimiter}${desk.env["PATH"] ?? ""}`;
    const env = { ...desk.env, PATH, LATCHKEY_STORE: undefined, LATCHKEY_CONFIG_DIR: undefined };

    const page = readFileSync(PAGE, "utf8");
    const replayed = await replayPage(page, async (line) => {
      const here = addresses().reduce((text, [there, own]) => text.replaceAll(there, own), line);
      const script = `cd "$HOME" && { ${here}\n} 2>&1`;
      const { stdout } = await runCommand("sh", ["-c", script], { env });
      return addresses().reduce((text, [there, own]) => text.replaceAll(own, there), stdout);
    });
    if (process.env["LATCHKEY_RECORD"] !== undefined) writeFileSync(PAGE, replayed);
    else expect(masked(replayed)).toBe(masked(page));
  });
});
