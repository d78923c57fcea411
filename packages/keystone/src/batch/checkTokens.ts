import { UsageError } from "@latchkey/session";

const TOKEN = /@(?:ref|file)\{[^}]*\}?/g;

/**
 * The server reads `@ref{…}` and `@file{…}` in any text of a job, and there is no way to quote them: so each must be
 * one that this job gave out, or it was put there by accident, or by somebody else.
 *
 * @param place - names the action in errors
 * @throws UsageError (`body`) for any other
 */
export function checkTokens(value: unknown, known: ReadonlySet<string>, place: string): void {
  if (typeof value === "string") {
    for (const [token] of value.matchAll(TOKEN)) if (!known.has(token)) throw foreign(token, place);
  } else if (Array.isArray(value)) {
    for (const item of value) checkTokens(item, known, place);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      checkTokens(key, known, place);
      checkTokens(item, known, place);
    }
  }
}

/** @throws UsageError (`option`) for a reference where the server leaves it as it is */
export function refuseTokens(query: unknown, place: string): void {
  const text = JSON.stringify(query) ?? "";
  if (text.search(TOKEN) < 0) return;
  throw new UsageError("option", `${place}: params hold a reference, and the server puts no values into queries.`, {
    hint: "Put it into the path, where one record is meant; or run a second job with what the first one answered.",
  });
}

function foreign(token: string, place: string): UsageError {
  const kind = token.startsWith("@ref") ? "a reference" : "a file";
  return new UsageError("body", `${place}: its text holds ${kind} that no earlier action of this job gave out.`, {
    hint: "Use ref() of an earlier action of the same job. Text that looks like one cannot be sent in a job: the server would read it.",
  });
}
