import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { replaceFile } from "./replaceFile.ts";

let scratch: string;
const made: string[] = [];
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "latchkey-scratch-"));
  made.push(scratch);
});
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

test("a file is written, and one that is there replaced", async () => {
  const file = join(scratch, "a.txt");
  expect(await replaceFile(relative(process.cwd(), file), "one")).toBe(file);
  expect(readFileSync(file, "utf8")).toBe("one");
  await replaceFile(file, new Uint8Array([50]));
  expect(readFileSync(file, "utf8")).toBe("2");
  expect(readdirSync(scratch)).toEqual(["a.txt"]);
});

test("many at once leave one of them, whole", async () => {
  const file = join(scratch, "a.txt");
  const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(100_000));
  await Promise.all(texts.map((text) => replaceFile(file, text)));
  expect(texts).toContain(readFileSync(file, "utf8"));
  expect(readdirSync(scratch)).toEqual(["a.txt"]);
});

test.skipIf(process.platform === "win32")("a link is replaced, what it leads to stays", async () => {
  const [link, other] = [join(scratch, "link"), join(scratch, "other")];
  writeFileSync(other, "theirs");
  symlinkSync(other, link);
  await replaceFile(link, "mine");
  expect([readFileSync(link, "utf8"), readFileSync(other, "utf8")]).toEqual(["mine", "theirs"]);
});

test.each([
  ["a directory", "folder", "filename"],
  ["no such directory", "missing/a.txt", "disk"],
  ["a file as its directory", "file/a.txt", "disk"],
  ["a name that is too long", "n".repeat(300), "filename"],
])("%s is refused, and nothing is left", async (_, name, code) => {
  mkdirSync(join(scratch, "folder"));
  writeFileSync(join(scratch, "file"), "theirs");
  await expect(replaceFile(join(scratch, name), "content")).rejects.toMatchObject({ name: "TransportError", code });
  expect(readdirSync(scratch).toSorted()).toEqual(["file", "folder"]);
});
