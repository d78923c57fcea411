import { expect } from "../harness/expect.mjs";
import { inARow, lanes } from "../harness/lanes.mjs";
import { throughput } from "./columns.mjs";

const SIZE = 1_000_000;

export default {
  title: "Blocking GET of 1 MB, one after the other",
  base: "AsyncSession",
  columns: throughput,
  rows: [
    { candidate: "Session", rounds: "many" },
    { label: "Session, two cores", candidate: "Session", cores: "two", rounds: "few" },
    { candidate: "AsyncSession", rounds: "many" },
    { candidate: "undici.request", rounds: "few" },
  ],
};

export function measure(client, spec) {
  if (client.blockingBytes !== undefined) return inARow(() => expect.length(client.blockingBytes(SIZE), SIZE), spec);
  return lanes(async () => expect.length(await client.bytes(SIZE), SIZE), { ...spec, concurrency: 1 });
}
