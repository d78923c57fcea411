import { randomUUID } from "node:crypto";

/**
 * The correlation id of a request: the `X-KEYSTONE-CID` header verbatim when Python's `uuid.UUID()` would take it (36, 32,
 * braced or `urn:uuid:` form, any case), else a new one.
 */
export function correlationId(header: string | null): string {
  if (header === null) return randomUUID();
  const hex = header
    .replaceAll("urn:", "")
    .replaceAll("uuid:", "")
    .replace(/^[{}]+|[{}]+$/g, "")
    .replaceAll("-", "");
  return /^[0-9a-f]{32}$/i.test(hex) ? header : randomUUID();
}
