import { stopwatch } from "../harness/stopwatch.mjs";
import { megabytes } from "./columns.mjs";

const ROWS = 100_000;
const PAGE = 1_000;
/** How long the second page is held back where the question is whether the first row waits for it, in ms. */
const HOLD = 1_000;

export default {
  title: "100 pages of 1,000 rows, from a server that takes 20 ms for each",
  base: "one page after the other",
  columns: [
    { metric: "milliseconds", label: "ms", digits: 0, better: "less" },
    { metric: "firstRow", label: "first row ms", digits: 0, better: "less", bare: true },
    { metric: "micros", label: "CPU µs/page", digits: 0, better: "less" },
    megabytes,
  ],
  rows: [
    row("one page after the other", { byHand: true }),
    { ...row("paginate, as it is", {}), quick: true },
    row("paginate, 10 pages", { rows: 10 * PAGE, paging: { maxItems: 10 * PAGE } }),
    row("paginate, prefetch 0", { paging: { prefetch: 0 } }),
    row("paginate, prefetch 4", { paging: { prefetch: 4 } }),
    row("paginate, prefetch 8", { paging: { prefetch: 8 } }),
    row(`paginate, page two held back ${HOLD} ms`, {
      rows: 2 * PAGE,
      paging: { maxItems: 2 * PAGE, params: { hold: HOLD } },
    }),
  ],
};

function row(label, params) {
  return { label, candidate: "AsyncKeystoneClient.paginate", params, rounds: "few" };
}

export async function measure(client, { byHand, rows = ROWS, paging }) {
  const stop = stopwatch();
  const start = performance.now();
  let firstRow;
  let last = 0;
  const list = byHand ? client.byHand(PAGE) : client.rows({ pageSize: PAGE, ...paging });
  for await (const { id } of list) {
    firstRow ??= performance.now() - start;
    if (id !== last + 1) throw new Error(`Row ${id} came after row ${last}.`);
    last = id;
  }
  if (last !== rows) throw new Error(`${last} rows instead of ${rows}.`);
  const { seconds, micros } = stop(rows / PAGE);
  return { milliseconds: seconds * 1_000, firstRow, micros };
}
