import { resolve } from "node:path";
import { expect, test } from "vitest";
import { diskFailure } from "./diskFailure.ts";

test("a file that is not there is named where it was looked for", () => {
  for (const code of ["ENOENT", "ENOTDIR"]) {
    const error = diskFailure({ code }, "read", "report.pdf", false);
    expect(error).toMatchObject({
      code: "disk",
      message: `Could not read report.pdf (${code}).`,
      hint: `There is no ${resolve("report.pdf")}.`,
    });
  }
});

test("a directory that is not there is named to whoever writes", () => {
  const error = diskFailure({ code: "ENOENT" }, "write", "/none/report.pdf", false);
  expect(error.hint).toBe("Check that /none exists.");
});
