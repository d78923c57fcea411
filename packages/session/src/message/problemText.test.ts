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

test("a long body is told in short, and a deep one without overflow", () => {
  expect(problemText(Array.from({ length: 1_000_000 }, () => "no"))).toHaveLength(301);
  const depth = 100_000;
  expect(problemText(JSON.parse(`${'{"a":'.repeat(depth)}"no"${"}".repeat(depth)}`))).toBe("");
});
