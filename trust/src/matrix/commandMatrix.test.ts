import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SecretFinder } from "../secrets/secretFinder.ts";
import { addWireSecrets } from "../secrets/wireSecrets.ts";
import { expected, meets } from "./expected.ts";
import { type FaultRow, faultTable } from "./faultTable.ts";
import { openSite, type Site } from "./site.ts";
import { tryCommand } from "./tryCommand.ts";

let site: Site;
let tried = 0;

beforeAll(async () => {
  site = await openSite();
});

afterAll(async () => {
  await site.close();
  console.log(`Fault matrix: ${faultTable.length} faults × the command line, ${tried} of ${all.length} cells.`);
});

const BY_STATUS: Readonly<Record<string, number>> = { "401": 4, "404": 5, "409": 8, "429": 6 };
const NETWORK: readonly string[] = ["connect", "reset", "tls", "timeout", "truncated"];

/** The exit code that docs/cli.md gives to an ending. */
function exitCodeOf(ending: string): number {
  if (ending === "ok") return 0;
  const [word = "", status = ""] = ending.replace("*", "").split(" ");
  if (word === "status") return BY_STATUS[status] ?? 1;
  return NETWORK.includes(word) ? 7 : 1;
}

interface Cell {
  readonly title: string;
  readonly row: FaultRow;
  /** Whether the fault is over after its first request. */
  readonly once: boolean;
}

/** What can be over after its first request is tried so too. */
const all: readonly Cell[] = faultTable.flatMap((row) => {
  const wholly = typeof row.fault === "string" || row.slow === true;
  const again = !wholly && expected(row.endings.command, false).least > 1;
  return (again ? [false, true] : [false]).map((once) => ({ title: `${row.name}${once ? ", once" : ""}`, row, once }));
});

/** Starting a process takes its time: but for the long proof, the first cell of each kind is tried. */
function chosen(cells: readonly Cell[]): readonly Cell[] {
  if (process.env["LATCHKEY_PROVE"] !== undefined) return cells;
  const kinds = new Map<string, Cell>();
  for (const cell of cells) {
    const { ending, most } = expected(cell.row.endings.command, cell.once);
    const kind = `${most} ${ending.replace(/\d+/, "")} ${exitCodeOf(ending)} ${cell.once}`;
    if (!kinds.has(kind)) kinds.set(kind, cell);
  }
  return [...kinds.values()];
}

const cells = chosen(all);

/** All that is not as it should be. */
async function surprises(row: FaultRow, once: boolean): Promise<string[]> {
  const wanted = expected(row.endings.command, once);
  const outcome = await tryCommand(site, row, once);
  tried += 1;
  const finder = new SecretFinder();
  addWireSecrets(finder, outcome.record);
  finder.add("password", site.fixture.credentials.password);
  const found: string[] = [];
  if (!meets(wanted, outcome.text)) found.push(`${outcome.text}, expected ${wanted.most} ${wanted.ending}`);
  const exitCode = exitCodeOf(wanted.ending);
  if (outcome.exitCode !== exitCode) found.push(`exit code ${outcome.exitCode}, expected ${exitCode}`);
  if (!outcome.isKept && row.ends !== true) found.push("the session was lost");
  if (outcome.strangers.length > 0) found.push(`left ${outcome.strangers.join(", ")}`);
  return [...found, ...finder.find(outcome.shown)];
}

describe("latchkey get meets", () => {
  const named = cells.map((cell) => [cell.title, cell] as const);
  test.concurrent.each(named)("%s", { timeout: 120_000 }, async (_title, { row, once }) => {
    expect(await surprises(row, once)).toEqual([]);
  });
});
