import { UsageError } from "@latchkey/session";

/**
 * A value as it travels through the queue.
 *
 * @param what - what the value is, for the error
 * @throws UsageError (`option`) for what JSON has no text for
 */
export function jsonOf(value: unknown, what: string): string {
  let json: unknown;
  try {
    json = JSON.stringify(value);
  } catch {
    // A bigint, or something that holds itself.
  }
  if (typeof json === "string") return json;
  throw new UsageError("option", `${what} is no JSON.`, {
    hint: "Items and results travel as JSON: use plain values.",
  });
}
