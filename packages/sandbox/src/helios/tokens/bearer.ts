import type { Parameters } from "../http/parameters.ts";
import { Problem } from "../http/problem.ts";
import type { AccessTokens } from "./accessTokens.ts";

/** The token of a request: of its `Authorization` header, else of a body's `access_token` field; never of the query. */
function tokenOf(request: Request, parameters: Parameters): string | undefined {
  const header = request.headers.get("authorization");
  if (header !== null) return /^bearer\s+(\S+)\s*$/i.exec(header)?.[1];
  // What came in the query is among the parameters too; there it would end up in logs.
  const inQuery = new URL(request.url).searchParams.has("access_token");
  return request.method === "GET" || inQuery ? undefined : parameters.text("access_token");
}

/** Lets a request with a living token pass. @throws Problem 401 */
export async function requireToken(tokens: AccessTokens, request: Request, parameters: Parameters): Promise<void> {
  const token = tokenOf(request, parameters);
  if (token !== undefined && (await tokens.secondsLeft(token)) !== undefined) return;
  const [code, message] =
    token === undefined
      ? ["missing_token", "Send a bearer token; POST /oauth/token issues one."]
      : ["invalid_token", "The token is unknown, revoked or expired."];
  throw new Problem(401, code, message, { "WWW-Authenticate": `Bearer error="${code}"` });
}

/** `GET /session`: who the token belongs to; no name when it is unusable. */
export async function currentUser(tokens: AccessTokens, request: Request, parameters: Parameters): Promise<Response> {
  const token = tokenOf(request, parameters);
  const left = token === undefined ? undefined : await tokens.secondsLeft(token);
  return Response.json({ name: left === undefined ? null : "sandbox", roles: [], context: {}, expires_in: left ?? 0 });
}
