const LONGEST = 300;

/** Levels of nesting that are read: no server means more, and a body may have any number. */
const DEEPEST = 16;

/**
 * An error body in one line: what a Django REST or OAuth server meant to say, without control characters.
 *
 * @param redact - takes out of each sentence what must not be shown, before anything is cut off
 *
 * @example
 * ```ts
 * problemText({ detail: "Not found." }); // "Not found."
 * problemText({ name: ["This field is required."] }); // "name: This field is required."
 * ```
 */
export function problemText(problem: unknown, redact: (sentence: string) => string = (sentence) => sentence): string {
  let text = "";
  for (const line of lines(problem, "", 0)) {
    text += text === "" ? redact(line) : `; ${redact(line)}`;
    if (text.length > LONGEST) break;
  }
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
}

function* lines(problem: unknown, path: string, depth: number): Generator<string, void, undefined> {
  if (depth > DEEPEST) return;
  if (typeof problem === "string") {
    // A page of HTML is for browsers.
    if (!/^\s*</.test(problem)) yield path === "" ? problem : `${path}: ${problem}`;
  } else if (Array.isArray(problem)) {
    for (const item of problem) yield* lines(item, path, depth + 1);
  } else if (typeof problem === "object" && problem !== null) {
    for (const [key, value] of Object.entries(problem)) yield* lines(value, join(path, key), depth + 1);
  }
}

/** `detail` and `non_field_errors` are about the whole request: naming them adds nothing. */
function join(path: string, key: string): string {
  if (key === "detail" || key === "non_field_errors") return path;
  return path === "" ? key : `${path}.${key}`;
}
