import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Profiles } from "./profiles.ts";

const directory = mkdtempSync(join(tmpdir(), "latchkey-profiles-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const profiles = new Profiles({ LATCHKEY_CONFIG_DIR: directory });
const record = { url: "http://localhost:8000", who: "ada", store: "file", signedInAt: "2026-01-01" } as const;

test.each(["one", "a_b-c", "7", "console", "com", "n".repeat(63)])(
  "%s is a name, and there once it is written",
  (name) => {
    profiles.write(name, "keystone", record);
    expect(profiles.names()).toContain(name);
    expect(profiles.read(name, "keystone")).toMatchObject(record);
  },
);

test.each(["", "-a", "A", "a b", "a.b", "../a", "n".repeat(64), "con", "nul", "com1", "lpt9"])("%j is none", (name) => {
  expect(() => profiles.write(name, "keystone", record)).toThrow(/is no name for a profile/);
  expect(profiles.names()).not.toContain(name);
});
