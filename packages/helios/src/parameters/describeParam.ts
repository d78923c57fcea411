import { describeValue } from "@latchkey/session";

/** Members of a list that are shown: more than a box has edges. */
const MOST = 5;

/** A search parameter's value as an error shows it: short and on one line, lists and dates with what they hold. */
export function describeParam(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "an invalid Date" : value.toISOString();
  if (!Array.isArray(value)) return describeValue(value);
  const members = value.slice(0, MOST).map((member: unknown) => describeValue(member));
  return `[${members.join(", ")}${value.length > MOST ? ", …" : ""}]`;
}
