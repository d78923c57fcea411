import { isObject, type Json } from "../http/json.ts";

/** A value as Python's `str()` writes it: text as it is, and within lists and dictionaries as a literal. */
export function pythonText(value: Json): string {
  return typeof value === "string" ? value : literal(value);
}

/** A value as Python's `repr()` writes it. */
function literal(value: Json): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (!isObject(value)) return String(value);
  const entries = Object.entries(value).map(([name, item]) => `${quoted(name)}: ${literal(item)}`);
  return `{${entries.join(", ")}}`;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** Double quotes only where they save escapes; what cannot be printed is told by its number. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\\'\p{C}\p{Z}]/gu, (character) => {
    if (character === " ") return character;
    if (character === "'") return quote === "'" ? "\\'" : "'";
    return ESCAPES.get(character) ?? numbered(character.codePointAt(0) ?? 0);
  });
  return quote + escaped + quote;
}

function numbered(code: number): string {
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
