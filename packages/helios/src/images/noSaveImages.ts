import { type Flow, UsageError } from "@latchkey/session";

/** @throws UsageError (`option`) always: browsers have no files */
// It has to be a flow, like the one that saves where there are files.
export function* saveImages(): Flow<never> {
  throw new UsageError("option", "outDir needs a file system, which browsers do not have.", {
    hint: "Leave it out: the bytes are returned, to be shown or offered as a download.",
  });
}
