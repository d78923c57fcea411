import { expect, test } from "vitest";
import { problemText } from "./problemText.ts";

test.each<[unknown, string]>([
  [{ detail: "Not found." }, "Not found."],
  [{ name: ["Too long.", "Taken."], team: { id: ["Unknown."] } }, "name: Too long.; name: Taken.; team.id: Unknown."],
  [{ non_field_errors: ["No."] }, "No."],
  ["one\r\ntwo\u001b[31m", "one two [31m"],
  ["<h1>Server Error</h1>", ""],
  [undefined, ""],
])("%j is told as %j", (problem, told) => {
  expect(problemText(problem)).toBe(told);
});

test("what must not be shown is taken out before a sentence is cut", () => {
  const redact = (sentence: string): string => sentence.replace(/secret+/, "…");
  const problem = { detail: `secre${"t".repeat(500)}`, name: ["secret here"] };
  expect(problemText(problem, redact)).toBe("…; name: … here");
});

test("a long body is told in short, and a deep one without overflow", () => {
  expect(problemText(Array.from({ length: 1_000_000 }, () => "no"))).toHaveLength(301);
  const depth = 100_000;
  expect(problemText(JSON.parse(`${'{"a":'.repeat(depth)}"no"${"}".repeat(depth)}`))).toBe("");
});
