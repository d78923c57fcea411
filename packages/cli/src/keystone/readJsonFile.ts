import { readFileSync } from "node:fs";
import { UsageError } from "@latchkey/session";
import { fileErrorCode } from "../job/fileErrorCode.ts";
import { readInput } from "../terminal/readInput.ts";

/**
 * JSON from a file, or from standard input for `-`.
 *
 * @throws UsageError for a file that is not there or holds no JSON; the content, which may be secret, is not quoted
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = path === "-" ? (await readInput("The data")).toString("utf8") : readText(path);
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    const what = path === "-" ? "Standard input" : path;
    throw new UsageError("body", `${what} does not hold JSON.`, {
      hint: "Check it: node -p 'JSON.parse(…)' says where.",
    });
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError("body", `${path} cannot be read (${fileErrorCode(error)}).`, { hint: habitHint(path) });
  }
}

/** What to type instead of what other programs take. */
function habitHint(path: string): string | undefined {
  if (/^\s*[{[]/.test(path)) return "JSON goes through a file or a pipe: echo … | latchkey … --data -";
  return path.startsWith("@") ? `A file goes by its name alone: ${path.slice(1)}` : undefined;
}
