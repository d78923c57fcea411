import { TransportError } from "../../errors/transportError.ts";
import type { IoThreadHandle } from "./ioThreadHandle.ts";

/** The error of what an I/O thread had to do that is dead or stuck. One that heard of nothing has sent nothing. */
export function lostThread({ hasHeard, gone }: Pick<IoThreadHandle, "hasHeard" | "gone">): TransportError {
  if (hasHeard) {
    return new TransportError("worker", `The I/O thread ${gone ? "ended" : "does not answer"}.`, {
      sent: true,
      hint: "The next call gets a new one.",
    });
  }
  return new TransportError("worker", "The I/O thread did not start.", {
    hint: "It needs a working directory that exists, memory, and files that this process may open (ulimit -n).",
  });
}
