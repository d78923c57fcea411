import { basename } from "node:path";

/** Loaded with the first file. */
let randomUUID: typeof import("node:crypto").randomUUID | undefined;

/** What a file is called until all of it is there: `.latchkey-<process>-<random>.part` beside its final name. */
export function partFile(file: string): string {
  // Which has many ready: random bytes take longer than to create the file.
  randomUUID ??= process.getBuiltinModule("node:crypto").randomUUID;
  const directory = file.slice(0, file.length - basename(file).length);
  return `${directory}.latchkey-${process.pid}-${randomUUID()}.part`;
}
