import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { attachedFiles } from "./attachedFiles.ts";

const scratch = mkdtempSync(join(tmpdir(), "latchkey-scratch-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("all files of a field go along, in their order, whatever the field is called", () => {
  const [one, other] = [join(scratch, "one"), join(scratch, "other")];
  for (const path of [one, other]) writeFileSync(path, "");
  const files = attachedFiles([
    ["scan", other],
    ["__proto__", one],
    ["scan", one],
  ]);
  expect(Object.entries(files)).toEqual([
    ["scan", [{ path: other }, { path: one }]],
    ["__proto__", [{ path: one }]],
  ]);
});
