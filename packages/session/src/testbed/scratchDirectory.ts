import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const made: string[] = [];

/** An empty directory of the test file's own, gone when its tests are over. */
export function scratchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "latchkey-scratch-"));
  made.push(directory);
  return directory;
}

afterAll(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});
