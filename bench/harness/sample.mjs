// One sample in a process of its own: `node sample.mjs SPECIFICATION`. Prints one line of JSON at its end.
import { writeSync } from "node:fs";
import { peakMegabytes } from "./stopwatch.mjs";

const spec = JSON.parse(process.argv[2] ?? "{}");
const [{ measure }, { open }] = await Promise.all([
  import(`../cases/${spec.case}.mjs`),
  import(`../candidates/${spec.module}.mjs`),
]);
const client = await open(spec);
const metrics = await measure(client, spec);
// A program of its own does the work: what this process used says nothing.
if (client.elsewhere) metrics.micros = metrics.used = metrics.threads = undefined;
// What was once the most does not shrink by closing.
const megabytes = client.elsewhere ? undefined : peakMegabytes();
await client.close?.();
writeSync(1, `${JSON.stringify({ megabytes, ...metrics })}\n`);
process.exit(0);
