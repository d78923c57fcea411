import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expected, meets } from "./expected.ts";
import { type FaultRow, faultTable } from "./faultTable.ts";
import type { Mode } from "./operation.ts";
import { operations } from "./operations.ts";
import { openSite, type Site } from "./site.ts";
import { type Cell, tryCell } from "./tryCell.ts";

let site: Site;
let tried = 0;

beforeAll(async () => {
  site = await openSite();
});

afterAll(async () => {
  await site.close();
  console.log(`Fault matrix: ${faultTable.length} faults × ${operations.length} operations × 2 twins, ${tried} cells.`);
});

/** What can be over after its first request, is tried so too. */
function cellsOf(row: FaultRow, mode: Mode): Cell[] {
  const wholly = typeof row.fault === "string" || row.slow === true;
  return operations.flatMap((operation) => {
    const again = !wholly && expected(row.endings[operation.name], false).least > 1;
    return (again ? [false, true] : [false]).map((once) => ({ row, operation, mode, once }));
  });
}

/** The cell, and how it came out where that is not what the table says. */
async function surprise(cell: Cell): Promise<string | undefined> {
  tried += 1;
  const { row, operation, once } = cell;
  const wanted = expected(row.endings[operation.name], once);
  const name = `${operation.name}${once ? " (once)" : ""}`;
  try {
    const { text } = await tryCell(site, cell);
    return meets(wanted, text) ? undefined : `${name}: ${text}, expected ${wanted.most} ${wanted.ending}`;
  } catch (error) {
    return `${name}: ${String(error)}`;
  }
}

describe.each(["async", "blocking"] as const)("the %s twin meets", (mode) => {
  test.each(faultTable.map((row) => [row.name, row] as const))("%s", { timeout: 60_000 }, async (_name, row) => {
    const surprises: (string | undefined)[] = [];
    // A blocking call holds up the others of its thread; promises go on beside each other.
    const cells = cellsOf(row, mode);
    if (mode === "async") surprises.push(...(await Promise.all(cells.map(surprise))));
    else for (const cell of cells) surprises.push(await surprise(cell));
    expect(surprises.filter((found) => found !== undefined)).toEqual([]);
  });
});
