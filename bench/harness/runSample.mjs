import { spawn } from "node:child_process";
import { join } from "node:path";
import { candidateOf } from "../candidates/candidates.mjs";
import { roomiestDisk } from "./freshFolder.mjs";
import { bench } from "./paths.mjs";
import { pinned } from "./processors.mjs";
import { busySeconds, usedSeconds } from "./processorTime.mjs";

const disk = roomiestDisk();

/** No sample takes so long: one that does has failed. In ms. */
const LONGEST = 120_000;

/**
 * Runs one sample in a process of its own; with what it measured, and `foreign`: how many cores others used meanwhile.
 *
 * @throws an Error with what the process printed, when it failed
 */
export async function runSample(spec, { node, servers, cores, flags = [] }) {
  const { module, variant, runtime } = candidateOf(spec.candidate);
  const python = runtime === "python";
  const program = python
    ? ["/usr/bin/python3", [join(bench, "candidates", "python", "sample.py")]]
    : [node, ["--expose-gc", ...flags, join(bench, "harness", "sample.mjs")]];
  const text = JSON.stringify({ ...spec, module, variant, url: servers.url, slowUrl: servers.slowUrl, disk });
  const [command, args] = pinned(cores, program[0], [...program[1], text]);
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], timeout: LONGEST });
  const look = () => ({
    busy: busySeconds(),
    used: usedSeconds(process.pid) + servers.usedSeconds(),
    at: performance.now(),
  });
  let begun;
  let result;
  let errors = "";
  let rest = "";
  const heard = (line) => {
    if (line === "begin") begun = look();
    else if (line.startsWith("{")) result = withForeign(JSON.parse(line), begun, look());
  };
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) heard(line);
  });
  child.stderr.setEncoding("utf8").on("data", (chunk) => {
    errors += chunk;
  });
  const status = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (status === 0 && result !== undefined) return result;
  throw new Error(reasonIn(errors) ?? `exit status ${status}`);
}

/** What neither the sample nor its servers used was used by others. */
function withForeign({ used, ...metrics }, begun, now) {
  if (begun?.busy === undefined || now.busy === undefined || used === undefined) return metrics;
  const foreign = (now.busy - begun.busy - (now.used - begun.used) - used) / ((now.at - begun.at) / 1_000);
  return { ...metrics, foreign: Math.max(0, Number(foreign.toFixed(2))) };
}

/** The line of a trace that says what was wrong: Node's is the first that names an error, Python's the last. */
function reasonIn(errors) {
  const lines = errors.split("\n").map((line) => line.trim());
  return (
    lines.find((line) => /^(Uncaught )?\w*(Error|Exception)\b.*:/.test(line)) ?? lines.findLast((line) => line !== "")
  );
}
