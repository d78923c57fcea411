import { AuthenticationError } from "../errors/authenticationError.ts";
import { StatusError } from "../errors/statusError.ts";
import { TransportError } from "../errors/transportError.ts";
import type { Call } from "../message/call.ts";
import type { Reply } from "../message/reply.ts";
import { parseRetryAfter } from "../request/retryAfter.ts";

/**
 * Why a login gave no session: an AuthenticationError (`rejected`) where the server refused it, a TransportError
 * (`redirect`) where it sent it elsewhere, else a StatusError. The body may repeat what was sent: it is left out.
 */
export function refusedLogin({ status, url, headers }: Reply, method: string, { settings }: Call): Error {
  const place = { method, url, cid: settings.cid };
  if (status >= 300 && status < 400) {
    return new TransportError("redirect", `The login was redirected (${status}): the password was not sent there.`, {
      ...place,
      sent: true,
      hint: "Send it to the address that the server redirects to.",
    });
  }
  if (status === 400 || status === 401 || status === 403) {
    return new AuthenticationError("rejected", `The login was answered with ${status}.`, {
      ...place,
      status,
      hint: "Check the name and the password; an account that is locked is refused in the same way.",
    });
  }
  const retryAfter = parseRetryAfter(headers.get("retry-after"), settings.clock.wall());
  const details = { ...place, status, retryAfter, problem: undefined, response: undefined };
  return new StatusError(`The login was answered with ${status}.`, details);
}
