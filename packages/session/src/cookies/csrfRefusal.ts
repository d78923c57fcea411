import { AuthenticationError } from "../errors/authenticationError.ts";
import type { Reply } from "../message/reply.ts";
import type { CsrfNames } from "./csrfNames.ts";
import type { Jar } from "./jar.ts";

/** Whether a server refused for want of a CSRF token. Django says so in the body, as text or as JSON. */
export function isCsrfRefusal({ status, body }: Reply): boolean {
  return status === 403 && new TextDecoder().decode(body).includes("CSRF");
}

/**
 * Says what to do about a refusal that only the page's place can cure.
 *
 * @throws AuthenticationError (`missing`) when the token is in a cookie that a browser does not show to this page
 */
export function refuseUnreadable(jar: Jar, csrf: CsrfNames, reply: Reply, path: string): void {
  if (!jar.hidden || !isCsrfRefusal(reply) || jar.get(csrf.cookie, path, 0) !== undefined) return;
  const what = `The server wants a CSRF token, which this page cannot read: the cookie ${csrf.cookie} is another host's.`;
  throw new AuthenticationError("missing", what, {
    status: reply.status,
    url: reply.url,
    hint: `Serve the page from the API's own host (any port will do), or set the header ${csrf.header} yourself.`,
  });
}
