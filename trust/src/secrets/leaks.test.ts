import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { DoorRecord } from "../wire/doorMessages.ts";
import { SecretFinder } from "./secretFinder.ts";
import { addWireSecrets } from "./wireSecrets.ts";

interface Told {
  readonly record?: DoorRecord;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly errors?: number;
}

/** Everything that lies in a directory, as one text. */
function contentOf(directory: string): string {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .map((path) => (statSync(path).isFile() ? `${path}\n${readFileSync(path, "latin1")}` : path))
    .join("\n");
}

test("no error, log, output or temporary file of any operation in any fault shows a secret", {
  timeout: 180_000,
}, async () => {
  const scratch = mkdtempSync(join(tmpdir(), "latchkey-leaks-"));
  const finder = new SecretFinder();
  let errors = 0;
  try {
    const child = fork(fileURLToPath(new URL("./everythingFails.js", import.meta.url)), {
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...process.env, TMPDIR: scratch, HOME: scratch },
    });
    child.on("message", ({ record, secrets = {}, errors: told = 0 }: Told) => {
      if (record !== undefined) addWireSecrets(finder, record);
      for (const [name, secret] of Object.entries(secrets)) finder.add(name, secret);
      errors += told;
    });
    if (child.stdout === null || child.stderr === null) throw new Error("The program's output is not piped.");
    const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
    expect({ status, end: status === 0 ? "" : stderr.slice(-2_000) }).toEqual({ status: 0, end: "" });
    // The search is worth something only where there was something to find, and somewhere to look.
    expect(errors).toBeGreaterThan(400);
    expect(finder.size).toBeGreaterThan(1_000);
    expect(stdout.includes("HTTP Request") && stderr.includes("HTTP Failure")).toBe(true);
    for (const channel of ["enter", "request:start", "request:end", "attempt:start", "attempt:end", "credential"]) {
      expect(stdout).toContain(`"latchkey:${channel}"`);
    }
    expect(stdout.includes("  attempt 1 ") && stdout.includes('"latchkey.call.duration"')).toBe(true);
    const shown = { stdout, stderr, files: contentOf(scratch) };
    const found = Object.entries(shown).map(([where, content]) => [where, finder.find(content)]);
    expect(Object.fromEntries(found)).toEqual({ stdout: [], stderr: [], files: [] });
    expect(readdirSync(scratch)).toEqual([]);
  } finally {
    rmSync(scratch, { recursive: true });
  }
});
