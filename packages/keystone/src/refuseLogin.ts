import { type ApiResponse, AuthenticationError, TransportError } from "@latchkey/session";

/**
 * Tells a refused login from a login that could not be tried.
 *
 * @throws AuthenticationError (`rejected`) for 400 with `non_field_errors`: the server's word for a wrong name, a wrong
 * password and an inactive user alike. Any other 400 is about what was sent, or not the server's
 * @throws TransportError (`redirect`) for a redirect: a password is never sent on to another address
 */
export function refuseLogin(response: ApiResponse<unknown>, cid: string): void {
  const { method, url } = response.request;
  const { status } = response;
  if (status === 400 && isRefusal(response.problem)) {
    throw new AuthenticationError("rejected", "The server knows no active user of that name and password.", {
      status,
      method,
      url,
      cid,
      hint: "Check both; case matters. An account that was deactivated is refused in the same way.",
    });
  }
  if (status >= 300 && status < 400) {
    throw new TransportError("redirect", `The login was redirected (${status}): the password was not sent there.`, {
      method,
      url,
      cid,
      sent: true,
      attempts: response.attempts,
      hint: "Use the address that the server redirects to as the client's url.",
    });
  }
}

function isRefusal(problem: unknown): boolean {
  return typeof problem === "object" && problem !== null && "non_field_errors" in problem;
}
