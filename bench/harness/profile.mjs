import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** How many functions are shown. */
const TOP = 20;

/** What Node must be told so that a sample leaves a profile behind. */
export function profileFlags(folder) {
  return ["--cpu-prof", `--cpu-prof-dir=${folder}`];
}

/** Where the time of a sample's second half went, by function and thread; the profiles are removed. */
export function topOfProfiles(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
  return files.flatMap((name) => {
    const file = join(folder, name);
    const profile = JSON.parse(readFileSync(file, "utf8"));
    rmSync(file);
    return ["", ...linesOf(profile)];
  });
}

function linesOf({ nodes, samples, timeDeltas, startTime, endTime }) {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const middle = (startTime + endTime) / 2;
  const times = new Map();
  let now = startTime;
  let total = 0;
  samples.forEach((id, index) => {
    now += timeDeltas[index];
    if (now < middle) return;
    const name = frames.get(id);
    times.set(name, (times.get(name) ?? 0) + timeDeltas[index]);
    total += timeDeltas[index];
  });
  const sorted = [...times].toSorted(([, a], [, b]) => b - a).slice(0, TOP);
  return sorted.map(([name, time]) => `  ${((100 * time) / total).toFixed(1).padStart(5)} %  ${name}`);
}

function nameOf({ functionName, url, lineNumber }) {
  const place = url.replace(/^.*\/(packages|node_modules)\//, "");
  return `${functionName === "" ? "(anonymous)" : functionName}  ${place}${place === "" ? "" : `:${lineNumber + 1}`}`;
}
