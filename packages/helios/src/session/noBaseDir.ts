import { UsageError } from "@latchkey/session";

/**
 * There are no directories in a browser: the text is empty.
 *
 * @throws UsageError (`option`) where one was given
 */
export function baseDirOf(given: string | undefined): string {
  if (given === undefined) return "";
  throw new UsageError("option", "baseDir does nothing in a browser, which has no directories.", {
    hint: "Leave it out: the token is kept in memory there.",
  });
}
