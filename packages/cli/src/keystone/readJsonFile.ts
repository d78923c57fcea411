import { readFile } from "node:fs/promises";
import { UsageError } from "@latchkey/session";
import { readInput } from "../terminal/readInput.ts";

/**
 * JSON from a file, or from standard input for `-`.
 *
 * @throws UsageError for a file that is not there or holds no JSON; the content, which may be secret, is not quoted
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = path === "-" ? (await readInput("The data")).toString("utf8") : await readText(path);
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    const what = path === "-" ? "Standard input" : path;
    throw new UsageError("body", `${what} does not hold JSON.`, {
      hint: "Check it: node -p 'JSON.parse(…)' says where.",
    });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    const hint = /^\s*[{[]/.test(path) ? "JSON goes through a file or a pipe: echo … | latchkey … --data -" : undefined;
    throw new UsageError("body", `${path} cannot be read (${code}).`, { hint });
  }
}
