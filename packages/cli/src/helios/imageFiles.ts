import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { parseTime } from "@latchkey/helios";
import { UsageError } from "@latchkey/session";

/** The images of a directory in the order in which they were taken, as their names tell; others by name, at the end. */
export async function imageFiles(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError("option", `The directory ${directory} cannot be read (${error.code ?? "unknown"}).`, {
      hint: "Give one that `latchkey helios images` has filled.",
    });
  });
  const images = names.filter((name) => /^[^.].*\.(jpe?g|png|webp)$/i.test(name));
  if (images.length > 0) return images.toSorted(byTime).map((name) => join(directory, name));
  throw new UsageError("option", `There are no images in ${directory}.`, {
    hint: "Fetch some: latchkey helios images CAMERA --from TIME --out DIR.",
  });
}

function byTime(a: string, b: string): number {
  const [first, second] = [timeOf(a), timeOf(b)];
  if (first !== second) return first - second;
  return a < b ? -1 : 1;
}

function timeOf(name: string): number {
  try {
    return parseTime(name).getTime();
  } catch {
    return Number.MAX_SAFE_INTEGER;
  }
}
