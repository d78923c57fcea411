import { expect } from "../harness/expect.mjs";
import { stopwatch } from "../harness/stopwatch.mjs";
import { megabytes } from "./columns.mjs";

export default {
  title: "Callers who all wait on one refresh",
  base: "10,000 callers",
  columns: [
    { metric: "tokenRequests", label: "token requests", digits: 0, better: "less", bare: true },
    { metric: "heapPerCaller", label: "heap bytes per caller", digits: 0, better: "less", bare: true },
    { metric: "milliseconds", label: "ms in all", digits: 0, better: "less", bare: true },
    { ...megabytes, bare: true },
  ],
  rows: [row(1_000, "once"), row(10_000, "many"), row(30_000, "once")],
};

function row(callers, rounds) {
  const label = `${callers.toLocaleString("en-US")} callers`;
  return { label, candidate: "AsyncSession, client credentials", params: { callers }, rounds };
}

/** All callers come while the token is being fetched: what each of them holds is what the heap grew by. */
export async function measure(client, { callers }) {
  const before = await client.counts();
  globalThis.gc();
  const { heapUsed } = process.memoryUsage();
  const stop = stopwatch();
  const calls = Array.from({ length: callers }, () => client.ask());
  await new Promise((resolve) => setTimeout(resolve, 50));
  globalThis.gc();
  const heapPerCaller = (process.memoryUsage().heapUsed - heapUsed) / callers;
  for (const response of await Promise.all(calls)) expect.status(response.status);
  const { seconds } = stop(callers);
  const after = await client.counts();
  return { heapPerCaller, milliseconds: seconds * 1_000, tokenRequests: after.token - before.token };
}
