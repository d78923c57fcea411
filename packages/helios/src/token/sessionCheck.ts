import {
  apiResponse,
  type BaseUrl,
  type Flow,
  type Reply,
  TransportError,
  tokenLifetime,
  type VerifyToken,
} from "@latchkey/session";

/** Answers that say nothing about the token: the server has trouble of its own. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Asks `GET {api}/session` how long a token has left. A token is good only when the answer is 200 and names a user: the
 * server also says 200, without a name, to tokens that it does not know.
 *
 * Any other answer counts as a refusal, so that the token is replaced once. Only trouble in passing (5xx, 429, no
 * answer) and redirects are errors, and leave the stored token alone.
 */
export function sessionCheck(base: BaseUrl): VerifyToken {
  return function* (accessToken, context): Flow<number | false> {
    const path = `${base.path}session`;
    const headers = { accept: "application/json", authorization: `Bearer ${accessToken}` };
    const reply = yield* context.send({ method: "GET", path, headers });
    if (reply.status === 200) return secondsLeft(reply);
    const place = { method: "GET", url: base.origin + path };
    if (reply.status >= 300 && reply.status < 400) {
      throw new TransportError("redirect", `The server redirects ${place.url}: a token is never sent on.`, {
        ...place,
        cid: context.call.settings.cid,
        attempts: context.call.attempts,
        sent: true,
        hint: "Set apiUrl to the address that it redirects to.",
      });
    }
    const passing = reply.status >= 500 || PASSING.has(reply.status);
    if (passing) apiResponse(reply, context.call, place).raiseForStatus();
    return false;
  };
}

/** `Infinity` when the server knows the token and does not say how long: it is used until it is refused. */
function secondsLeft({ body }: Reply): number | false {
  let user: unknown;
  try {
    user = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return false;
  }
  if (typeof user !== "object" || user === null || !("name" in user)) return false;
  if (typeof user.name !== "string" || user.name === "") return false;
  const expiresIn = "expires_in" in user ? (user.expires_in ?? undefined) : undefined;
  if (expiresIn === undefined) return Infinity;
  const left = tokenLifetime(expiresIn);
  return left === undefined ? false : left / 1000;
}
