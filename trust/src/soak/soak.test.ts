import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { SoakReport } from "./soakReport.ts";

const MEBIBYTE = 1024 * 1024;
/** Connections that a pool may hold at one moment and not at another. */
const POOLED = 40;

const proving = process.env["LATCHKEY_PROVE"] !== undefined;
const seconds = process.env["LATCHKEY_SOAK_SECONDS"] ?? (proving ? "60" : "0");
const seed = process.env["LATCHKEY_SOAK_SEED"] ?? `${(Date.now() % 1_000_000) + 1}`;

test("through random faults, both twins end every call in a known way and grow by nothing", {
  timeout: 180_000 + Number(seconds) * 2_000,
}, async () => {
  const program = fileURLToPath(new URL("./soakProgram.js", import.meta.url));
  const child = fork(program, [seed, seconds, "300"], { execArgv: ["--expose-gc"] });
  const reports: SoakReport[] = [];
  child.on("message", (told: SoakReport) => reports.push(told));
  const [status]: unknown[] = await once(child, "exit");
  expect(status).toBe(0);
  const [report] = reports;
  if (report === undefined) throw new Error("The soak told nothing.");
  console.log(`Soak of ${seconds} s: ${JSON.stringify(report, undefined, 1)}`);
  expect(Object.keys(report.errors).filter((name) => name.startsWith("unclassified"))).toEqual([]);
  expect(report.requests).toBeGreaterThanOrEqual(300);
  expect(report.warnings).toEqual([]);
  expect(report.growth.heap).toBeLessThan(5 * MEBIBYTE);
  expect(report.growth.handles).toBeLessThan(POOLED);
  expect(report.growth.descriptors).toBeLessThan(POOLED);
  expect(report.growth.listeners).toBe(0);
});
