import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeDirectory } from "./makeDirectory.ts";

const scratch = mkdtempSync(join(tmpdir(), "latchkey-scratch-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("a directory is made with those above it, and one that is there is left as it is", () => {
  const path = join(scratch, "a", "b", "c");
  makeDirectory(path);
  expect(statSync(path).isDirectory()).toBe(true);
  const { mode } = statSync(path);
  makeDirectory(path, 0o700);
  expect(statSync(path).mode).toBe(mode);
});

test.skipIf(process.platform === "win32")("a mode is that of all that are made, whatever the umask", () => {
  makeDirectory(join(scratch, "private", "inner"), 0o710);
  for (const name of ["private", "private/inner"]) expect(statSync(join(scratch, name)).mode & 0o777).toBe(0o710);
});

test.skipIf(process.platform === "win32")("what is there keeps its mode, however the path leads over it", () => {
  const open = join(scratch, "open");
  makeDirectory(open, 0o755);
  makeDirectory(`${open}/missing/../inner`, 0o700);
  expect([open, join(open, "inner")].map((path) => statSync(path).mode & 0o777)).toEqual([0o755, 0o700]);
});

test("a file in the way is an error", () => {
  const file = join(scratch, "file");
  writeFileSync(file, "");
  expect(() => makeDirectory(file)).toThrow(/EEXIST/);
  expect(() => makeDirectory(join(file, "below"))).toThrow(/ENOTDIR|ENOENT|EEXIST/);
});

// Node's own `recursive` would never end in the next two.
test.skipIf(process.platform === "win32")("behind a link that leads nowhere, it is an error at once", () => {
  const link = join(scratch, "link");
  symlinkSync(join(scratch, "nowhere"), link);
  for (const path of [link, join(link, "below"), join(link, "below", "it")]) {
    expect(() => makeDirectory(path)).toThrow(/EEXIST/);
  }
});

test.runIf(process.platform === "linux")("where the system makes none, it is an error at once", () => {
  for (const path of ["/proc/none", "/proc/none/below"]) expect(() => makeDirectory(path)).toThrow(/ENOENT/);
});
