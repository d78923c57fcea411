import { TransportError } from "../../errors/transportError.ts";

/**
 * Where the program of the I/O thread lies: beside this module.
 *
 * @throws TransportError (`worker`) where a bundler has taken the two apart
 */
export function threadProgram(): URL {
  const program = beside();
  if (program === undefined) throw lost();
  const { existsSync } = process.getBuiltinModule("node:fs");
  if (program.protocol === "file:" && !existsSync(program)) throw lost();
  return program;
}

/** Of a bundle that is no module, nobody knows where it is. */
function beside(): URL | undefined {
  try {
    const program = new URL("./ioThread.js", import.meta.url);
    // What some bundlers put in its place looks like one, and a thread cannot be started from it.
    return program instanceof URL ? program : new URL(String(program));
  } catch {
    return undefined;
  }
}

function lost(): TransportError {
  return new TransportError(
    "worker",
    "The program of the I/O thread is not beside the library: it was left out of a bundle.",
    {
      hint: "Tell the bundler to leave the packages @latchkey/* out (external), or use the async twin.",
    },
  );
}
