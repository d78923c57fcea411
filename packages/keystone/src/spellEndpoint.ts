/**
 * An endpoint as the server spells it: one slash between segments, and one at the end, so that nothing is lost to the
 * redirect that Django answers otherwise. A last segment with a dot is a file or a format suffix and gets none.
 */
export function spellEndpoint(endpoint: string): string {
  const [, path = "", query = ""] = /^([^?#]*)(.*)$/s.exec(endpoint) ?? [];
  // The double slash after a scheme is not one between segments.
  const single = path.replace(/(?<!^[a-z][a-z0-9+.-]*:)\/{2,}/gi, "/");
  const ends = single === "" || single.endsWith("/") || /\.[^/]*$/.test(single.replace(/^[a-z]+:\/\/[^/]*/i, ""));
  return `${single}${ends ? "" : "/"}${query}`;
}
