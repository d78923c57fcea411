import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A process for each call, and one process for all images. */
export function open({ url }) {
  return {
    elsewhere: true,
    blocking: () => JSON.parse(execFileSync("curl", ["-sf", `${url}/version/`], { encoding: "utf8" })),
    images(paths, folder, concurrency) {
      const list = join(folder, "curl.txt");
      const lines = paths.map(({ path, name }) => `url = "${url}/${path}"\noutput = "${join(folder, name)}"\n`);
      writeFileSync(list, lines.join(""));
      execFileSync("curl", ["-sf", "--parallel", "--parallel-max", String(concurrency), "--config", list]);
    },
  };
}
