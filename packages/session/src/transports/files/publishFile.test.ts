import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchDirectory } from "../../testbed/scratchDirectory.ts";
import { inBackground } from "./diskSteps.ts";
import { publishFile } from "./publishFile.ts";

/** The steps of a file system without hard links. */
const withoutLinks = {
  ...inBackground,
  link: (_from: string, _to: string, done: (error: unknown) => void) => done({ code: "EPERM" }),
};

function publish(temporary: string, file: string): Promise<unknown> {
  return new Promise((resolve) => publishFile(temporary, { file, existing: "error" }, withoutLinks, resolve));
}

test("T52: without hard links, too, a name is a whole file's or nobody's", async () => {
  const directory = scratchDirectory();
  const [temporary, file] = [join(directory, "part"), join(directory, "file")];
  // Given up in its last step: the temporary file is gone.
  expect(await publish(temporary, file)).toMatchObject({ code: "ENOENT" });
  expect(readdirSync(directory)).toEqual([]);
  writeFileSync(temporary, "whole");
  expect(await publish(temporary, file)).toBeNull();
  expect(readdirSync(directory)).toEqual(["file"]);
  writeFileSync(temporary, "another");
  expect(await publish(temporary, file)).toMatchObject({ code: "EEXIST" });
});
