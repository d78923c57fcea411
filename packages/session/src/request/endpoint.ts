import { UsageError } from "../errors/usageError.ts";
import { climbs } from "./resolveEndpoint.ts";

/**
 * Template tag for endpoints with values in them: each value becomes one path segment, percent-encoded, so that none
 * can add a segment, a query or a host.
 *
 * @throws UsageError (`endpoint`) for a value that is no segment: "", ".", "..", one that climbs where a proxy decodes it
 * ("a/../b"), text with lone surrogates, numbers that are not finite, anything that is neither string, number nor bigint
 *
 * @example
 * endpoint`users/users/${7}/`          // "users/users/7/"
 * endpoint`cameras/${"a/b?x"}`         // "cameras/a%2Fb%3Fx"
 */
export function endpoint(parts: TemplateStringsArray, ...values: readonly (string | number | bigint)[]): string {
  if (!Array.isArray(parts)) {
    throw new UsageError("endpoint", "endpoint is a tag, and was called as a function.", {
      hint: "Leave the parentheses out, so that the values come one by one.",
    });
  }
  let text = parts[0] ?? "";
  for (const [index, value] of values.entries()) text += encodeSegment(value, index) + (parts[index + 1] ?? "");
  return text;
}

function encodeSegment(value: unknown, index: number): string {
  const place = `Value ${index + 1} of the endpoint`;
  if (
    typeof value !== "string" &&
    typeof value !== "bigint" &&
    !(typeof value === "number" && Number.isFinite(value))
  ) {
    throw new UsageError("endpoint", `${place} must be a string, a finite number or a bigint.`);
  }
  const segment = String(value);
  if (segment === "" || segment === "." || segment === "..") {
    throw new UsageError("endpoint", `${place} is "${segment}", which is no path segment.`, {
      hint: "Check that the id is there before you build the endpoint.",
    });
  }
  if (/\p{Cs}/u.test(segment)) throw new UsageError("endpoint", `${place} is not well-formed Unicode.`);
  const encoded = encodeURIComponent(segment);
  if (!climbs(encoded)) return encoded;
  throw new UsageError("endpoint", `${place} has a part "." or "..", which would lead to another path.`, {
    hint: "Check where the value comes from.",
  });
}
