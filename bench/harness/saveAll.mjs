import { readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "./expect.mjs";
import { freshFolder, useMemory } from "./freshFolder.mjs";
import { stopwatch } from "./stopwatch.mjs";

/** Fetches `count` files at some concurrency into a fresh folder, and looks at every one of them. */
export async function saveAll(client, { path, count, size, concurrency, disk }) {
  const folder = freshFolder(disk);
  try {
    if (disk !== tmpdir()) useMemory(folder, count * size);
    const names = Array.from({ length: count }, (_, index) => `${index}.bin`);
    const stop = stopwatch();
    if (client.images === undefined) await oneByOne(client, { folder, names, path, concurrency });
    else
      await client.images(
        names.map((name) => ({ path: `${path}/${name}`, name })),
        folder,
        concurrency,
      );
    const metrics = stop(count);
    check(folder, count, size);
    return { ...metrics, threads: workerThreads() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Threads that this process has started for itself. */
function workerThreads() {
  process.report.excludeNetwork = true;
  return process.report.getReport().workers.length;
}

async function oneByOne(client, { folder, names, path, concurrency }) {
  const left = names.values();
  const lane = async () => {
    for (const name of left) await client.save(`${path}/${name}`, folder, name);
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}

function check(folder, count, size) {
  const files = readdirSync(folder).filter((name) => !name.endsWith(".txt"));
  expect.length(files.length, count);
  for (const file of files) expect.length(statSync(join(folder, file)).size, size);
}
