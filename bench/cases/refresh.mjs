import { expect } from "../harness/expect.mjs";
import { stopwatch } from "../harness/stopwatch.mjs";
import { megabytes } from "./columns.mjs";

const CALLERS = 10_000;

export default {
  title: "10,000 callers waiting on one refresh",
  base: "AsyncSession, client credentials",
  columns: [
    { metric: "tokenRequests", label: "token requests", digits: 0, better: "less", bare: true },
    { metric: "heapPerCaller", label: "heap bytes per caller", digits: 0, better: "less", bare: true },
    { metric: "milliseconds", label: "ms in all", digits: 0, better: "less", bare: true },
    { ...megabytes, bare: true },
  ],
  rows: [{ candidate: "AsyncSession, client credentials", rounds: "few" }],
};

/** All callers come while the token is being fetched: what each of them holds is what the heap grew by. */
export async function measure(client) {
  const before = await client.counts();
  globalThis.gc();
  const { heapUsed } = process.memoryUsage();
  const stop = stopwatch();
  const calls = Array.from({ length: CALLERS }, () => client.ask());
  await new Promise((resolve) => setTimeout(resolve, 50));
  globalThis.gc();
  const heapPerCaller = (process.memoryUsage().heapUsed - heapUsed) / CALLERS;
  for (const response of await Promise.all(calls)) expect.status(response.status);
  const { seconds } = stop(CALLERS);
  const after = await client.counts();
  return { heapPerCaller, milliseconds: seconds * 1_000, tokenRequests: after.token - before.token };
}
