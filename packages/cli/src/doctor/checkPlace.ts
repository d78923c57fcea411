import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileStore, LatchkeyError } from "@latchkey/session";
import { fileErrorCode } from "../job/fileErrorCode.ts";
import { type Finding, ok, problem, skipped } from "./finding.ts";

const KEY = "doctor";

/** Whether the directory of the profiles is private, can be written, and its locks work. */
export async function checkPlace(directory: string): Promise<readonly Finding[]> {
  const barred = ["profiles", "sessions"].flatMap((name) => cannotUse(join(directory, name)) ?? []);
  if (barred.length > 0) return barred;
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

/** What keeps a directory from being read and written, or from being made where the nearest one is that exists. */
function cannotUse(directory: string): Finding | undefined {
  const { R_OK, W_OK, X_OK } = constants;
  let nearest = directory;
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  try {
    if (!statSync(nearest).isDirectory()) return refused(directory, `${nearest} is no directory`);
    accessSync(nearest, (nearest === directory ? R_OK : 0) | W_OK | X_OK);
    return undefined;
  } catch (error) {
    return refused(directory, `${nearest}: ${fileErrorCode(error)}`);
  }
}

function refused(directory: string, why: string): Finding {
  const advice = "Give yourself the right to, or set LATCHKEY_CONFIG_DIR to a directory of your own.";
  return problem("store", `${directory} cannot be used (${why})`, advice);
}

function permissions(directory: string): Finding {
  const places = [join(directory, "profiles"), join(directory, "sessions")].filter((path) => existsSync(path));
  const open = places.filter((path) => process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0);
  if (open.length === 0) return ok("permissions", "nobody else can read what is kept");
  return problem("permissions", `others can enter ${open.join(", ")}`, `chmod 700 ${open.join(" ")}`);
}
