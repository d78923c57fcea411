// A program: every operation through every fault in both twins, with the log wide open, and everything that can be
// shown of the errors shown. What it must not show, it tells its parent alone.
import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { LatchkeyError } from "@latchkey/session";
import { configure, getConsoleSink, jsonLinesFormatter } from "@logtape/logtape";
import { type FaultRow, faultTable } from "../matrix/faultTable.ts";
import { operations } from "../matrix/operations.ts";
import { openSite } from "../matrix/site.ts";
import { tryCell } from "../matrix/tryCell.ts";
import type { DoorRecord } from "../wire/doorMessages.ts";
import { observeAll, showExplanation } from "./observeAll.ts";
import { secretOperations } from "./secretOperations.ts";

await configure({
  sinks: { console: getConsoleSink({ formatter: jsonLinesFormatter }) },
  loggers: [
    { category: ["latchkey"], lowestLevel: "trace", sinks: ["console"] },
    { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["console"] },
  ],
});

const secret = randomBytes(24).toString("base64url");
const site = await openSite();
const all = [...operations, ...secretOperations(secret)];

const observed = observeAll();

function show(error: unknown): void {
  console.log(error);
  console.error(inspect(error, { depth: 9, showHidden: true, getters: true }));
  console.log(String(error), JSON.stringify(error));
  if (error instanceof LatchkeyError) showExplanation(error.explain());
  if (error instanceof Error) console.error(error.stack, inspect(structuredClone(error), { depth: 9 }), error.cause);
}

const witness = (record: DoorRecord): void => void process.send?.({ record });
const options = { headers: { "x-service-key": secret } };

/** Each operation in one of the twins, by turns; all of them in both when there is time for it. */
async function attempt(row: FaultRow, mode: "async" | "blocking", turn: number): Promise<number> {
  let failed = 0;
  for (const [index, operation] of all.entries()) {
    if (process.env["LATCHKEY_PROVE"] === undefined && (index + turn) % 2 === 1) continue;
    // A header of the session's and one of the call's would be the same.
    const more = operation.target.path === "/version/" ? {} : { options };
    const { error } = await tryCell(site, { row, operation, mode, once: false, witness, ...more });
    if (error === undefined) continue;
    failed += 1;
    show(error);
  }
  return failed;
}

process.send?.({ secrets: { secret, password: site.fixture.credentials.password } });
let errors = 0;
for (const [index, row] of faultTable.entries()) {
  if (row.slow === true) continue;
  errors += await attempt(row, "async", index);
  errors += await attempt(row, "blocking", index + 1);
}
console.log(await observed.stop());
// What servers remember is for people to read, too.
console.log(JSON.stringify([await site.keystone.requests(), await site.helios.requests()]));
await site.close();
process.send?.({ errors });
process.disconnect?.();
