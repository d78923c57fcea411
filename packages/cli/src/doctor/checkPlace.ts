import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileStore, LatchkeyError } from "@latchkey/session";
import { type Finding, ok, problem, skipped } from "./finding.ts";

const KEY = "doctor";

/** Whether the directory of the profiles is private, can be written, and its locks work. */
export async function checkPlace(directory: string): Promise<readonly Finding[]> {
  if (!existsSync(directory)) return [skipped("store", `${directory} is made when you sign in`)];
  const store = fileStore(join(directory, "sessions", ".doctor"));
  try {
    store.set(KEY, { written: true });
    store.delete(KEY);
    const attempt = store.lease?.(KEY);
    const works = attempt !== undefined && "lease" in attempt;
    if (works) await attempt.lease.release();
    return [
      ok("store", `${directory} can be written`),
      permissions(directory),
      works ? ok("lock", "can be taken and given back") : problem("lock", "is held by another process", "Try again."),
    ];
  } catch (error) {
    if (!(error instanceof LatchkeyError)) throw error;
    return [problem("store", error.message, error.hint ?? "Set LATCHKEY_CONFIG_DIR to a directory of your own.")];
  }
}

function permissions(directory: string): Finding {
  const places = [join(directory, "profiles"), join(directory, "sessions")].filter((path) => existsSync(path));
  const open = places.filter((path) => process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0);
  if (open.length === 0) return ok("permissions", "nobody else can read what is kept");
  return problem("permissions", `others can enter ${open.join(", ")}`, `chmod 700 ${open.join(" ")}`);
}
