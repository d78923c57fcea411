import { writeSync } from "node:fs";

/**
 * Times one stretch of work. The line `begin` tells the parent process to look how busy the machine is; it looks again
 * when the process prints what came of it. `used` is this process's own part of that, in seconds.
 */
export function stopwatch() {
  writeSync(1, "begin\n");
  const used = process.cpuUsage();
  const start = performance.now();
  return (count) => {
    const seconds = (performance.now() - start) / 1_000;
    const { user, system } = process.cpuUsage(used);
    return { seconds, rate: count / seconds, micros: (user + system) / count, used: (user + system) / 1e6 };
  };
}

/** The most memory that this process has had, in MB. */
export function peakMegabytes() {
  return process.resourceUsage().maxRSS / 1_024;
}
