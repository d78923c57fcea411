// What the compiler once wrote and would no longer: left alone, it would be tested and published.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const OUTPUT = /(\.js|\.d\.ts)(\.map)?$/;

/** Removes compiled files whose source is gone from the `dist` of a folder that has a `src`. */
export function sweep(folder) {
  const dist = join(folder, "dist");
  const source = join(folder, "src");
  if (!existsSync(dist) || !existsSync(source)) return;
  for (const entry of readdirSync(dist, { recursive: true })) {
    if (!OUTPUT.test(entry)) continue;
    const stem = entry.replace(OUTPUT, "");
    if (!existsSync(join(source, `${stem}.ts`)) && !existsSync(join(source, `${stem}.d.ts`))) rmSync(join(dist, entry));
  }
}
