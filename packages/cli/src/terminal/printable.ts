/** What could move the cursor, recolour, or reorder a line: control characters, line separators, bidirectional controls. */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/** The same, but for the newline and the tab. */
const CONTROLS_IN_TEXT = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\t": "\\t", "\r": "\\r" };

/**
 * One line of text from a stranger, for a terminal: every control character is shown as an escape (CWE-150).
 *
 * @example
 * printable("\u001b[2Jgone\n")   // "\\x1b[2Jgone\\n"
 */
export function printable(text: string): string {
  return text.replaceAll(CONTROLS, visible);
}

/** The same for text of several lines: newlines and tabs stay. */
export function printableText(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(CONTROLS_IN_TEXT, visible);
}

/** JSON text that holds no control character; it means the same. */
export function printableJson(json: string): string {
  return json.replaceAll(CONTROLS_IN_TEXT, (character) => `\\u${hex(character, 4)}`);
}

function visible(character: string): string {
  const code = character.charCodeAt(0);
  return NAMED[character] ?? (code < 0x100 ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`);
}

function hex(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, "0");
}
