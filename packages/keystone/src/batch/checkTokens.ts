import { UsageError } from "@latchkey/session";

const TOKEN = /@(?:ref|file)\{[^}]*\}?/g;

/**
 * The server reads `@ref{…}` and `@file{…}` in any text of a job, and there is no way to quote them: so each must be
 * one that this job gave out, or it was put there by accident, or by somebody else.
 *
 * @param text - a path, or a payload as JSON: nothing that belongs to a token is escaped there
 * @param place - names the action in errors
 * @throws UsageError (`body`) for any other
 */
export function checkTokens(text: string, known: ReadonlySet<string>, place: string): void {
  for (const [token] of text.matchAll(TOKEN)) if (!known.has(token)) throw foreign(token, place);
}

/** @throws UsageError (`option`) for a reference where the server leaves it as it is */
export function refuseTokens(query: Iterable<readonly [name: string, value: string]>, place: string): void {
  for (const [name, value] of query) {
    if (name.search(TOKEN) < 0 && value.search(TOKEN) < 0) continue;
    throw new UsageError("option", `${place}: params.${name} holds a reference: the server puts none into queries.`, {
      hint: "Put it into the path, where one record is meant; or run a second job with what the first one answered.",
    });
  }
}

function foreign(token: string, place: string): UsageError {
  const kind = token.startsWith("@ref") ? "a reference" : "a file";
  return new UsageError("body", `${place}: its text holds ${kind} that no earlier action of this job gave out.`, {
    hint: "Use ref() of an earlier action of the same job. Text that looks like one cannot be sent in a job: the server would read it.",
  });
}
