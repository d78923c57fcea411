import { candidatesFor } from "../candidates/candidates.mjs";
import { expect } from "../harness/expect.mjs";
import { lanes } from "../harness/lanes.mjs";
import { throughput } from "./columns.mjs";

export default {
  title: "GET of a list of 11 kB, parsed, 50 at once",
  base: "undici.request",
  columns: throughput,
  rows: candidatesFor("list").map((candidate) => ({
    candidate,
    rounds: candidate === "AsyncKeystoneClient" ? "many" : "few",
  })),
};

export function measure(client, spec) {
  return lanes(async () => expect.list(await client.list()), { ...spec, concurrency: 50 });
}
