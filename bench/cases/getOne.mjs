import { candidatesFor } from "../candidates/candidates.mjs";
import { expect } from "../harness/expect.mjs";
import { lanes } from "../harness/lanes.mjs";
import { throughput } from "./columns.mjs";

const close = ["undici.request", "AsyncSession", "AsyncKeystoneClient", "aiohttp"];

export default {
  title: "GET of 346 bytes of JSON, parsed, one after the other",
  base: "undici.request",
  columns: throughput,
  rows: candidatesFor("get").map((candidate) => ({ candidate, rounds: close.includes(candidate) ? "many" : "few" })),
};

export function measure(client, spec) {
  return lanes(async () => expect.version(await client.get()), { ...spec, concurrency: 1 });
}
