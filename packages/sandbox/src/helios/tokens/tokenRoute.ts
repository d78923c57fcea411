import { timingSafeEqual } from "node:crypto";
import type { Clock } from "../../box/clock.ts";
import type { Parameters } from "../http/parameters.ts";
import type { AccessTokens } from "./accessTokens.ts";

/** The one application that may ask for tokens. */
export const credentials = { clientId: "sandbox", clientSecret: "sandbox-secret" } as const;

const minute = 60_000;
const requestsPerMinute = 120;

/** RFC 6749 §5.2: what the token endpoint answers when it refuses. */
function refuse(
  status: number,
  error: string,
  error_description: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json({ error, error_description }, { status, headers: { "Cache-Control": "no-store", ...headers } });
}

function same(given: string | undefined, expected: string): boolean {
  const [a, b] = [Buffer.from(given ?? ""), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Form-decodes what RFC 6749 §2.3.1 says is form-encoded; clients that send it plainly are served too. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function credentialsOf(authorization: string | null, parameters: Parameters): (string | undefined)[][] {
  const basic = /^basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(authorization ?? "")?.[1];
  if (basic === undefined) return [[parameters.raw("client_id"), parameters.raw("client_secret")]];
  const [, id = "", secret = ""] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic, "base64").toString("utf8")) ?? [];
  return [
    [id, secret],
    [decoded(id), decoded(secret)],
  ];
}

/**
 * `POST /oauth/token`, in the three shapes clients use: HTTP Basic with a form, a form, or JSON.
 * With `throttle`, more than 120 requests a minute are answered 429: the real service blocks applications that ask too often.
 */
export function tokenRoute(
  tokens: AccessTokens,
  clock: Clock,
  throttle: boolean,
): (request: Request, parameters: Parameters) => Promise<Response> {
  let recent: number[] = [];
  return async (request, parameters) => {
    const now = clock.now();
    recent = recent.filter((time) => time > now - minute);
    if (throttle && recent.length >= requestsPerMinute) {
      const wait = Math.max(1, Math.ceil(((recent[0] ?? now) + minute - now) / 1000));
      return refuse(429, "rate_limited", "Too many token requests: reuse the token.", { "Retry-After": String(wait) });
    }
    recent.push(now);
    if (new URL(request.url).searchParams.has("client_secret")) {
      return refuse(400, "invalid_request", "The secret belongs in the body or in HTTP Basic, not in the URL.");
    }
    const grant = parameters.text("grant_type");
    if (grant === undefined) return refuse(400, "invalid_request", "grant_type is required.");
    if (grant !== "client_credentials") {
      return refuse(400, "unsupported_grant_type", "grant_type must be client_credentials.");
    }
    const candidates = credentialsOf(request.headers.get("authorization"), parameters);
    const known = candidates.some(
      ([id, secret]) => same(id, credentials.clientId) && same(secret, credentials.clientSecret),
    );
    if (!known)
      return refuse(401, "invalid_client", "Unknown client id or wrong secret.", { "WWW-Authenticate": "Basic" });
    return Response.json(await tokens.issue(), { headers: { "Cache-Control": "no-store" } });
  };
}
