import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../packaging/packPackages.ts";
import { runNode } from "../runNode.ts";
import { tracedBatch } from "./tracedBatch.ts";
import { type TraceRow, traceRows } from "./traceRows.ts";

let scratch: string;
let drawn: string;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "latchkey-trace-"));
  const file = join(scratch, "trace.svg");
  const program = fileURLToPath(new URL("./writeTrace.js", import.meta.url));
  const ended = await runNode([program, file], { cwd: root });
  expect(ended, ended.stderr).toMatchObject({ status: 0 });
  drawn = readFileSync(file, "utf8");
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What stands beside the bars, without times: which call asked for the token may differ. */
function labels(svg: string): string[] {
  return [...svg.matchAll(/class="label[^"]*">([^<]*)</g)].map(([, label = ""]) => label).toSorted();
}

describe("the trace of a batch", () => {
  test("has real spans: five calls, each refused once, and one token request for all", async () => {
    const [report, ...rows] = traceRows(await tracedBatch());
    expect(report).toMatchObject({ label: "nightly report", depth: 0, kind: "caller", start: 0 });
    const of = (kind: TraceRow["kind"]): TraceRow[] => rows.filter((row) => row.kind === kind);
    expect(of("call").map(({ depth }) => depth)).toEqual([1, 1, 1, 1, 1]);
    expect(of("credential")).toMatchObject([{ depth: 2, label: "POST token 200", failed: false }]);
    expect(of("request").filter(({ failed }) => failed)).toHaveLength(5);
    expect(of("request").filter(({ failed }) => !failed)).toHaveLength(5);
    for (const { start, end } of rows) expect(start).toBeLessThanOrEqual(end);
  });

  test("is drawn by its program, as the documents show it", () => {
    const shown = readFileSync(join(root, "docs", "pictures", "trace.svg"), "utf8");
    expect(labels(drawn)).toHaveLength(17);
    expect(labels(shown)).toEqual(labels(drawn));
    const bars = (svg: string): number => [...svg.matchAll(/<rect /g)].length;
    expect(bars(drawn)).toBe(17 + 4);
    expect(bars(shown)).toBe(bars(drawn));
    expect(shown).toContain("prefers-color-scheme: dark");
  });
});
