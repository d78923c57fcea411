import { jsonText } from "./jsonText.ts";

const EXPIRES_AT = "store_expires_at";
const VALUE = "store_value";

/**
 * What a file says for a value. It is the value itself, so that other programs can read it; the moment from which it
 * counts as gone is one more member, and a value that is not a plain object becomes a member too.
 */
export function fileContent(key: string, value: unknown, expiresAt: number | undefined): string {
  const text = jsonText(key, value);
  const copy: unknown = JSON.parse(text);
  if (!isRecord(copy) || EXPIRES_AT in copy || VALUE in copy) {
    return expiresAt === undefined && !isRecord(copy)
      ? text
      : JSON.stringify({ [VALUE]: copy, [EXPIRES_AT]: expiresAt });
  }
  return expiresAt === undefined ? text : JSON.stringify({ ...copy, [EXPIRES_AT]: expiresAt });
}

/** The value that a file's text stands for; `undefined` when it has expired. Throws when the text is not JSON. */
export function storedValue(text: string, now: number): unknown {
  const parsed: unknown = JSON.parse(text);
  if (!isRecord(parsed)) return parsed;
  const { [EXPIRES_AT]: expiresAt, ...value } = parsed;
  if (typeof expiresAt === "number" && expiresAt <= now) return undefined;
  return VALUE in value ? value[VALUE] : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
