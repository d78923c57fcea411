import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { hasTest, readPromises } from "./readPromises.ts";

const root = resolve(import.meta.dirname, "../../..");
const rows = readPromises(readFileSync(join(root, "docs", "promises.md"), "utf8"));
const hazards = rows.filter(({ id }) => id.startsWith("T"));
const promises = rows.filter(({ id }) => id.startsWith("P"));

test("every hazard and every promise has its row, once", () => {
  const numbered = (letter: string, count: number, digits: number): string[] =>
    Array.from({ length: count }, (_, index) => letter + `${index + 1}`.padStart(digits, "0"));
  expect(hazards.map(({ id }) => id)).toEqual(numbered("T", 68, 2));
  expect(promises.map(({ id }) => id)).toEqual(numbered("P", 24, 1));
});

test.each(hazards)("$id names tests that exist, or what will bring them", ({ tests, awaited }) => {
  expect(tests.length > 0 || awaited !== undefined).toBe(true);
  const missing = tests.filter(({ file, name }) => {
    const path = join(root, file);
    return !existsSync(path) || !hasTest(readFileSync(path, "utf8"), name);
  });
  expect(missing).toEqual([]);
});

test("every promise rests on hazards that have a row", () => {
  const known = new Set(hazards.map(({ id }) => id));
  for (const { hazards: named } of promises) {
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  }
});

test("a test that does not exist is found out", () => {
  expect(hasTest('test("is here", () => {})', "is here")).toBe(true);
  expect(hasTest('test("is here", () => {})', "is not")).toBe(false);
  // What is only mentioned is no test.
  expect(hasTest('const a = "is here";', "is here")).toBe(false);
});
