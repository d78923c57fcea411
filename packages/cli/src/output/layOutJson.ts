/** How JSON is laid out. */
export interface JsonLayout {
  /** Lists and objects within so many others are broken into lines. */
  readonly levels: number;
  /** Spaces for each level. */
  readonly indent: number;
}

/**
 * JSON text in another layout, and else as it is: a number keeps the digits that JavaScript's own has no room for.
 *
 * @param json - text that can be parsed
 *
 * @example
 * layOutJson('{"id": 12345678901234567890}', { levels: 0, indent: 0 })   // '{"id":12345678901234567890}'
 */
export function layOutJson(json: string, { levels, indent }: JsonLayout): string {
  let text = "";
  let depth = 0;
  let before = "";
  for (const word of wordsOf(json)) {
    const opened = before === "[" || before === "{";
    const closes = word === "]" || word === "}";
    const inside = depth;
    if (closes) depth -= 1;
    // Nothing is in between where a list ends as it begins.
    const begins = closes ? !opened : opened || before === ",";
    if (begins && inside <= levels) text += `\n${" ".repeat(indent * depth)}`;
    text += word === ":" && indent > 0 ? ": " : word;
    if (word === "[" || word === "{") depth += 1;
    before = word;
  }
  return text;
}

/** The words of a text that is JSON: strings, marks, and what has no white space in it. */
function* wordsOf(json: string): Generator<string> {
  const word = /"|[[\]{},:]|[^\s[\]{},:"]+/g;
  for (let found = word.exec(json); found !== null; found = word.exec(json)) {
    // No expression goes through a string: one of many escapes is too deep for it.
    if (found[0] === '"') word.lastIndex = endOfString(json, found.index);
    yield json.slice(found.index, word.lastIndex);
  }
}

function endOfString(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); ; quote = json.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (json[quote - 1 - escapes] === "\\") escapes += 1;
    if (escapes % 2 === 0) return quote + 1;
  }
}
