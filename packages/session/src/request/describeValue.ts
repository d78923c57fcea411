const LONGEST = 60;

/**
 * A caller's value as an error message may show it: short, on one line, without control or bidi characters. Objects
 * and functions are named by their kind only, because what they hold may be secret.
 *
 * @example
 * describeValue("GET\n")   // '"GET\\u000a"'
 * describeValue([1, 2])    // "an array"
 */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return `"${printable(value)}"`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "bigint") return `${printable(String(value))}n`;
  if (typeof value === "boolean" || value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function printable(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return short.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}
