import { UsageError } from "@latchkey/session";
import type { Pair } from "../command/globalOptions.ts";
import { attachedFiles, type PathlikeFiles } from "./attachedFiles.ts";
import { readJsonFile } from "./readJsonFile.ts";

/** What `--data` and `--file` come to. */
export interface RequestBody {
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly files?: PathlikeFiles;
}

/** A body of JSON; with files, of form fields. */
export async function requestBody(data: string | undefined, files: readonly Pair[] | undefined): Promise<RequestBody> {
  const json = data === undefined ? undefined : await readJsonFile(data);
  if (files === undefined) return json === undefined ? {} : { json };
  return { form: json === undefined ? {} : fieldsOf(json), files: attachedFiles(files) };
}

function fieldsOf(json: unknown): Readonly<Record<string, string>> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new UsageError("body", "With --file, the data must be a JSON object: its members become form fields.");
  }
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => {
      if (typeof value === "object" && value !== null) {
        throw new UsageError("body", `With --file, the field ${JSON.stringify(name)} must be a plain value.`);
      }
      return [name, String(value)];
    }),
  );
}
