import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Desk, openDesk } from "../testbed/latchkey.ts";

/** Root may write everywhere: it becomes somebody who may not. */
const other = process.getuid?.() === 0 ? { uid: 54_321 } : {};

/** A desk of that user. */
function openOther(): Desk & { make(name: string, mode?: number): void } {
  const desk = openDesk();
  const own = (path: string): void => {
    if (other.uid !== undefined) chownSync(path, other.uid, other.uid);
  };
  const make = (name: string, mode = 0o700): void => {
    const path = join(desk.home, name);
    mkdirSync(path);
    own(path);
    chmodSync(path, mode);
  };
  own(desk.home);
  return { ...desk, make };
}

describe.skipIf(process.platform === "win32")("doctor finds that login could not keep a session", () => {
  test("in a home that cannot be written", async () => {
    const at = openOther();
    chmodSync(at.home, 0o500);
    await expectProblems(at, ["profiles", "sessions"], `${at.home}: EACCES`);
  });

  test.each(["profiles", "sessions"])("in %s that cannot be entered", async (name) => {
    const at = openOther();
    at.make("config");
    at.make(`config/${name}`, 0);
    await expectProblems(at, [name], `${join(at.directory, name)}: EACCES`);
    chmodSync(join(at.directory, name), 0o700);
  });

  test("where a file is in the way", async () => {
    const at = openOther();
    writeFileSync(at.directory, "", { mode: 0o777 });
    await expectProblems(at, ["profiles", "sessions"], `${at.directory} is no directory`);
    rmSync(at.directory);
  });

  test("and nothing of it where one can be made", async () => {
    const at = openOther();
    const ended = await at.run(["doctor"], other);
    expect(ended.status).toBe(0);
    expect(ended.stdout).toContain(`– store: ${at.directory} is made when you sign in\n`);
  });
});

async function expectProblems(at: Desk, names: readonly string[], why: string): Promise<void> {
  const ended = await at.run(["doctor"], other);
  expect(ended.status).toBe(1);
  for (const name of names) {
    const place = join(at.directory, name);
    expect(ended.stdout).toContain(`✗ store: ${place} cannot be used (${why})\n  → Give yourself the right`);
  }
}
