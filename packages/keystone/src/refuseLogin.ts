import { type ApiResponse, AuthenticationError, problemText, TransportError } from "@latchkey/session";

/**
 * Tells a refused login from a login that could not be tried.
 *
 * @throws AuthenticationError (`rejected`) for a 400 of the API: with `non_field_errors` it is its word for a wrong name,
 * a wrong password and an inactive user alike, else it says what it did not take. A page of a proxy is neither
 * @throws TransportError (`redirect`) for a redirect: a password is never sent on to another address
 */
export function refuseLogin(response: ApiResponse<unknown>, cid: string): void {
  const { method, url } = response.request;
  const { status } = response;
  if (status === 400 && isRecord(response.problem)) {
    const known = "non_field_errors" in response.problem;
    const [message, hint] = known
      ? [
          "The server knows no active user of that name and password.",
          "Check both; case matters. An account that was deactivated is refused in the same way.",
        ]
      : [`The server did not take the login: ${problemText(response.problem)}`, "Check the name and the password."];
    throw new AuthenticationError("rejected", message, { status, method, url, cid, hint });
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

function isRecord(problem: unknown): problem is object {
  return typeof problem === "object" && problem !== null;
}
