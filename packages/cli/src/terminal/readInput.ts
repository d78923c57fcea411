import { isatty } from "node:tty";
import { UsageError } from "@latchkey/session";

const MOST_BYTES = 64 * 1024 * 1024;

/**
 * All that standard input holds.
 *
 * @throws UsageError when somebody's keyboard would have to be read to its end
 */
export async function readInput(what: string): Promise<Buffer> {
  if (isatty(0)) {
    throw new UsageError("option", `${what} is to be read from standard input, which is the keyboard.`, {
      hint: "Pipe it in, for example: … | latchkey …, or latchkey … < FILE.",
    });
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    const data = Buffer.from(chunk);
    bytes += data.length;
    if (bytes > MOST_BYTES) throw new UsageError("body", `${what} is larger than ${MOST_BYTES >> 20} MiB.`);
    chunks.push(data);
  }
  return Buffer.concat(chunks);
}

/** One secret from standard input: its first line, without the line's end. */
export async function readSecret(what: string): Promise<string> {
  const text = (await readInput(what)).toString("utf8").replace(/^\ufeff/, "");
  const secret = text.split(/\r?\n/, 1)[0] ?? "";
  if (secret !== "") return secret;
  throw new UsageError("option", `${what} was to be read from standard input, which is empty.`);
}
