import { candidatesFor } from "../candidates/candidates.mjs";
import { expect } from "../harness/expect.mjs";
import { lanes } from "../harness/lanes.mjs";
import { throughput } from "./columns.mjs";

export default {
  title: "POST of 270 bytes of JSON, 50 at once",
  base: "undici.request",
  columns: throughput,
  rows: candidatesFor("post").map((candidate) => ({
    candidate,
    rounds: candidate === "AsyncKeystoneClient" ? "many" : "few",
  })),
};

export function measure(client, spec) {
  return lanes(async () => expect.created(await client.post()), { ...spec, concurrency: 50 });
}
