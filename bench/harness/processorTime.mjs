import { readFileSync } from "node:fs";

/** `/proc` counts in hundredths of a second. */
const TICK = 0.01;

/** Seconds that all cores together have been busy; `undefined` where that cannot be read. */
export function busySeconds() {
  try {
    const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
    const [user = 0, nice = 0, system = 0, , , interrupts = 0, soft = 0, stolen = 0] = line
      .split(/\s+/)
      .slice(1)
      .map(Number);
    return (user + nice + system + interrupts + soft + stolen) * TICK;
  } catch {
    return undefined;
  }
}

/** Seconds of processor time that a process has used; 0 where that cannot be read. */
export function usedSeconds(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  } catch {
    return 0;
  }
}
