import { spawnSync } from "node:child_process";
import { availableParallelism, cpus } from "node:os";

const canPin = availableParallelism() > 1 && spawnSync("taskset", ["-c", "0", "true"]).status === 0;

/** Who runs on which cores: the servers on the first one, what is measured on the second, or on both. */
export const cores = { server: [0], one: [1], two: [0, 1] };

/** How the machine is divided, in words. */
export const pinning = canPin
  ? "servers on core 0, client on core 1 (or on both, where a row says so)"
  : "nothing pinned: taskset or a second core is missing";

/** A command that runs on some cores, where that can be said. */
export function pinned(list, command, args) {
  return canPin ? ["taskset", ["-c", list.join(","), command, ...args]] : [command, args];
}

/** What the machine calls its processor. */
export function processor() {
  const all = cpus();
  return `${all.length} × ${all[0]?.model.trim() ?? "unknown"}`;
}
