import { UsageError } from "@latchkey/session";
import type { Config } from "../endpoints/misc.ts";
import type { FileFacts } from "./fileFacts.ts";
import { mediaTypes } from "./mediaTypes.ts";

/**
 * Holds a file against what the server allows.
 *
 * @throws UsageError (`body`) for one that it would refuse: empty, too large, of a type that is not allowed or of none
 */
export function checkUpload({ filename, size }: FileFacts, config: Config): void {
  const { max_upload_size: most, allowed_file_types: types } = config;
  if (size === 0) throw refused("is empty", "The server takes no empty files.");
  if (size !== undefined && size > most) {
    throw refused(`has ${size} bytes`, `The server takes files of up to ${most} bytes.`);
  }
  const end = /\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase();
  if (end === undefined) throw refused("has a name without an extension", "By it the server tells the type of a file.");
  const type = mediaTypes.get(end);
  if (type !== undefined && !types.includes(type)) {
    throw refused(`is ${type}, going by its name`, `The server takes ${types.join(", ")}.`);
  }
}

function refused(what: string, hint: string): UsageError {
  return new UsageError("body", `The file cannot be attached: it ${what}. It was not sent.`, { hint });
}
