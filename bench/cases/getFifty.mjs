import { candidatesFor } from "../candidates/candidates.mjs";
import { expect } from "../harness/expect.mjs";
import { lanes } from "../harness/lanes.mjs";
import { throughput } from "./columns.mjs";

/** These decide about targets: more rounds than the rest. */
const close = [
  "undici.request",
  "undici Pool.dispatch",
  "AsyncSession",
  "AsyncKeystoneClient",
  "AsyncKeystoneClient, signal and timeout",
  "global fetch",
  "axios",
  "got",
  "aiohttp",
];

export default {
  title: "GET of 346 bytes of JSON, parsed, 50 at once",
  base: "undici.request",
  columns: throughput,
  rows: candidatesFor("get").map((candidate) => ({ candidate, rounds: close.includes(candidate) ? "many" : "few" })),
};

/** Node 24 gets faster until then, whoever is measured: most of it in the third and fourth second. */
const STEADY = 60_000;

export function measure(client, spec) {
  return lanes(async () => expect.version(await client.get()), { ...spec, concurrency: 50, enough: STEADY });
}
