// Speed, beside the bare transports. See bench/README.md.
import { fork } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { prepare, root } from "./prepare.mjs";

prepare();
const quick = process.argv.includes("--quick");
const rounds = quick ? 3 : 7;
const server = fork(join(root, "bench", "server.mjs"));
const port = await new Promise((resolve) => {
  server.once("message", resolve);
});
const { candidates } = await import(pathToFileURL(join(root, "bench", "candidates.mjs")).href);
const runs = candidates(`http://127.0.0.1:${port}`);
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

for (const concurrency of [1, 50]) {
  const count = (concurrency === 1 ? 1_000 : 5_000) / (quick ? 2 : 1);
  const rates = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  const cpu = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    process.stderr.write(`concurrency ${concurrency}: round ${round} of ${rounds}\r`);
    for (const [name, run] of Object.entries(runs)) {
      const before = process.cpuUsage();
      const start = performance.now();
      await run(count, concurrency);
      const seconds = (performance.now() - start) / 1_000;
      const used = process.cpuUsage(before);
      // The first round warms up.
      if (round === 0) continue;
      rates[name].push(count / seconds);
      cpu[name].push((used.user + used.system) / count);
    }
  }
  console.log(
    `\nGET of 350 bytes, concurrency ${concurrency}, ${rounds} rounds of ${count}, Node ${process.versions.node}`,
  );
  const base = median(rates["undici.request"]);
  for (const name of Object.keys(runs)) {
    const rate = median(rates[name]);
    const row = [
      `${Math.round(rate)}/s`.padStart(10),
      `${median(cpu[name]).toFixed(0)} µs CPU`.padStart(12),
      `${((100 * rate) / base).toFixed(0)} %`.padStart(7),
    ];
    console.log(`  ${name.padEnd(20)}${row.join("")}`);
  }
}
server.disconnect();
process.exit(0);
