/**
 * Picks the first media type on offer that an `Accept` header takes; undefined when there is none. Preference values are not
 * weighed beyond that more exact ranges come first, as in the API.
 */
export function accepts(header: string | null, offered: readonly string[]): string | undefined {
  if (header === null || header.trim() === "") return offered[0];
  const ranges = header.split(",").map((range) => range.split(";", 1)[0]?.trim().toLowerCase() ?? "");
  const exactness = (range: string): number => (range === "*/*" ? 0 : range.endsWith("/*") ? 1 : 2);
  for (const range of ranges.toSorted((a, b) => exactness(b) - exactness(a))) {
    const found = offered.find(
      (type) => range === "*/*" || range === type || (range.endsWith("/*") && type.startsWith(range.slice(0, -1))),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}
