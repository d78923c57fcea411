import { resolve } from "node:path";
import { TransportError } from "../errors/transportError.ts";
import { diskFailure } from "../transports/failures/diskFailure.ts";
import { partFile } from "../transports/files/partFile.ts";
import { isReplaceable } from "../transports/files/publishFile.ts";

/**
 * Writes a file of which nobody ever sees a part: it gets its name when all of it is there, and what had the name before
 * stays until then. Node only.
 *
 * @returns the absolute path
 * @throws TransportError (`disk`, `filename`) when it cannot be written; nothing is left then
 *
 * @example
 * ```ts
 * await replaceFile("cameras.json", JSON.stringify(cameras));
 * ```
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<string> {
  const { rename, rm, writeFile } = process.getBuiltinModule("node:fs/promises");
  const file = resolve(path);
  if (!isReplaceable(file)) {
    throw new TransportError("filename", `${file} is there and is no file.`, { hint: "Choose another name." });
  }
  const temporary = partFile(file);
  try {
    await writeFile(temporary, content, { flag: "wx" });
    await rename(temporary, file);
  } catch (error) {
    // It may not even be there; what is wrong is told already.
    await rm(temporary, { force: true }).catch(() => {});
    throw diskFailure(error, "write", file, false);
  }
  return file;
}
