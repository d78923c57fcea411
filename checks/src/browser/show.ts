/// <reference lib="dom" />
// How the pages of the tests show what they do.
import { LatchkeyError } from "@latchkey/session";

const steps = document.createElement("ol");

/** One more line on the page. */
export function show(text: string, tag = "li"): void {
  const line = document.createElement(tag);
  line.textContent = text;
  (tag === "li" ? steps : document.body).append(line);
}

/** An error, in one line. */
export function described(error: unknown): string {
  return error instanceof LatchkeyError ? `${error.name} (${error.code}): ${error.message}` : String(error);
}

/** Runs a page: shows how it ended, and says so to whoever waits for that. */
export async function runPage(work: () => Promise<void>): Promise<void> {
  const title = document.createElement("h1");
  title.textContent = `Latchkey in a page of ${location.origin}`;
  document.body.append(title, steps);
  try {
    await work();
    document.body.dataset["state"] = "done";
  } catch (error) {
    if (error instanceof LatchkeyError) {
      show(`${error.name} (${error.code})`, "h2");
      show(error.message, "p");
      show(error.hint ?? "", "p");
    } else show(String(error), "pre");
    document.body.dataset["state"] = "failed";
  }
}
