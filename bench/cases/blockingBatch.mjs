import { inARow, lanes } from "../harness/lanes.mjs";
import { throughput } from "./columns.mjs";

const COUNT = 2_000;

/** The blocking twin still gets faster by a tenth from 30,000 answers to 100,000: two threads share one core's compiler. */
const STEADY = 120_000;

export default {
  title: "Batches of 2,000 GETs by `all`, 50 at once",
  base: "AsyncSession",
  columns: throughput,
  rows: [
    { candidate: "Session", rounds: "many" },
    { label: "Session, two cores", candidate: "Session", cores: "two", rounds: "few" },
    { candidate: "AsyncSession", rounds: "many" },
  ],
};

export async function measure(client, spec) {
  const long = { ...spec, enough: STEADY };
  if (client.blockingBatch === undefined) return lanes(() => asynchronous(client), { ...long, concurrency: 1 });
  return inARow(() => {
    client.blockingBatch(COUNT, 50);
    return COUNT;
  }, long);
}

async function asynchronous(client) {
  await client.batch(COUNT, 50);
  return COUNT;
}
