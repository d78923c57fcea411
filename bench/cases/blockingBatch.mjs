import { inARow } from "../harness/lanes.mjs";
import { stopwatch } from "../harness/stopwatch.mjs";
import { throughput } from "./columns.mjs";

const COUNT = 2_000;

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
  if (client.blockingBatch !== undefined) {
    return inARow(() => {
      client.blockingBatch(COUNT, 50);
      return COUNT;
    }, spec);
  }
  await batches(client, spec.warmUp);
  const stop = stopwatch();
  return stop(await batches(client, spec.seconds));
}

async function batches(client, seconds) {
  const end = performance.now() + seconds * 1_000;
  let count = 0;
  for (; performance.now() < end; count += COUNT) await client.batch(COUNT, 50);
  return count;
}
