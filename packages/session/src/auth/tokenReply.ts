import { AuthenticationError } from "../errors/authenticationError.ts";
import { DecodeError } from "../errors/decodeError.ts";
import { StatusError } from "../errors/statusError.ts";
import { TransportError } from "../errors/transportError.ts";
import type { Reply } from "../message/reply.ts";
import { parseRetryAfter } from "../request/retryAfter.ts";
import { tokenLifetime } from "./tokenLifetime.ts";
import { formEncoded, type TokenGrant } from "./tokenRequest.ts";

/** A token as its issuer described it. */
export interface IssuedToken {
  readonly accessToken: string;
  /** ms; `undefined`: until it is refused. */
  readonly lifetime: number | undefined;
  /** Where the issuer says that it granted something else than was asked for. */
  readonly scope: string | undefined;
}

/** The call that asked, for its errors. */
export interface TokenAsker {
  readonly cid: string | undefined;
  /** The wall clock: ms since 1970, for a `Retry-After` that is a date. */
  readonly wall: number;
}

/** RFC 6750 §2.1: what a bearer token may consist of. */
const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
const LONGEST_TOKEN = 16 * 1024;
const LONGEST_DESCRIPTION = 200;

/** Whether a token can stand in an `Authorization` header, and is not absurdly long. */
export function isBearerToken(token: unknown): token is string {
  return typeof token === "string" && token.length <= LONGEST_TOKEN && B64TOKEN.test(token);
}

/**
 * The checking half of the grant: RFC 6749 §5.1 and §5.2. Pure; no error holds a token, a secret or the body.
 *
 * @throws AuthenticationError (`rejected`) when the issuer refuses the client
 * @throws StatusError when it has trouble of its own, or too much to do
 * @throws TransportError (`redirect`) when it redirects: a secret is not sent on
 * @throws DecodeError when the answer is not a token reply
 */
export function readTokenReply(reply: Reply, grant: TokenGrant, { cid, wall }: TokenAsker): IssuedToken {
  const { status, url } = reply;
  const place = { method: "POST", url, cid };
  if (status >= 300 && status < 400) {
    throw new TransportError("redirect", `The token endpoint answered ${status}: a client secret is never sent on.`, {
      ...place,
      sent: true,
      hint: grant.hints.redirect,
    });
  }
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const retryAfter = parseRetryAfter(reply.headers.get("retry-after"), wall);
    // The body may repeat what was sent: it is left out.
    const details = { ...place, status, retryAfter, problem: undefined, response: undefined };
    throw new StatusError(`The token endpoint answered ${status}.`, details);
  }
  const body = parsed(reply);
  if (status >= 400 || (body?.["error"] ?? undefined) !== undefined) throw rejected(reply, grant, body, cid);
  if (status !== 200) throw undecodable(reply, grant, cid, `status ${status}`);
  const type = reply.headers.get("content-type") ?? "no content type";
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type))
    throw undecodable(reply, grant, cid, "a body that is not JSON by its type");
  if (body === undefined) throw undecodable(reply, grant, cid, "a body that is not a JSON object");
  const { access_token: accessToken, token_type: tokenType, expires_in: expiresIn, scope } = body;
  if (typeof tokenType !== "string" || tokenType.toLowerCase() !== "bearer") {
    throw undecodable(reply, grant, cid, "a token whose type is not Bearer");
  }
  if (!isBearerToken(accessToken)) throw undecodable(reply, grant, cid, "an access_token that is not a bearer token");
  return { accessToken, lifetime: tokenLifetime(expiresIn), scope: typeof scope === "string" ? scope : undefined };
}

function parsed({ body }: Reply): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    // The parser's message quotes the body, which may hold a token.
    return undefined;
  }
}

function rejected(
  { status, url }: Reply,
  grant: TokenGrant,
  body: Readonly<Record<string, unknown>> | undefined,
  cid: string | undefined,
): AuthenticationError {
  const said = [body?.["error"], body?.["error_description"]]
    .filter((part) => typeof part === "string")
    .map((part) => cleaned(part, grant))
    .filter((part) => part !== "")
    .join(": ");
  const hint = status === 404 || status === 405 ? grant.hints.address : grant.hints.client;
  const details = { method: "POST", url, cid, status, hint };
  return new AuthenticationError(
    "rejected",
    `The token endpoint refused the client (status ${status})${said === "" ? "." : `: ${said}`}`,
    details,
  );
}

/** What a server said, for people: one line, short, and without the secret that it may have repeated. */
function cleaned(text: string, { clientId, clientSecret }: TokenGrant): string {
  const pair = btoa(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`);
  const secrets = [pair, formEncoded(clientSecret), encodeURIComponent(clientSecret), clientSecret];
  let clean = text;
  // Before anything is cut: a part of a secret could not be recognised any more.
  for (const secret of secrets) clean = clean.replaceAll(secret, "…");
  clean = clean.replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return clean.length > LONGEST_DESCRIPTION ? `${clean.slice(0, LONGEST_DESCRIPTION)}…` : clean;
}

function undecodable(
  { status, url, headers, body }: Reply,
  { hints }: TokenGrant,
  cid: string | undefined,
  what: string,
): DecodeError {
  return new DecodeError(`The token endpoint answered with ${what}.`, {
    method: "POST",
    url,
    cid,
    status,
    contentType: headers.get("content-type"),
    bytes: body.length,
    hint: hints.address,
  });
}
