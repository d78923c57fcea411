import { redactUrl } from "@latchkey/session";

/**
 * What the server says of an action, without the values of its query: it repeats the path that it was sent, with what
 * the references in it came to.
 *
 * @param path - of the action, as it was sent
 */
export function withoutQueryValues(said: string, path: string): string {
  const question = path.indexOf("?");
  if (question < 0) return said;
  const query = path.slice(question);
  const names = redactUrl(query);
  const reference = query.indexOf("@ref{");
  if (reference < 0) return said.replaceAll(query, () => names);
  // Where the value that a reference came to ends cannot be seen: the rest of the sentence goes with it.
  const start = said.indexOf(query.slice(0, reference));
  return start < 0 ? said : said.slice(0, start) + names;
}
