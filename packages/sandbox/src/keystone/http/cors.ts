const trusted = new Set(
  ["localhost", "127.0.0.1"].flatMap((host) => [
    `http://${host}`,
    `http://${host}:4200`,
    `http://${host}:8000`,
    `https://${host}`,
  ]),
);

/** Web pages of these origins may use the API with cookies: the real server's default list. */
export function isTrustedOrigin(origin: string): boolean {
  return trusted.has(origin);
}

/** The CORS headers (Fetch standard §3.2) for an answer to a page of this origin; none for a foreign one. */
export function corsHeaders(origin: string | null): Record<string, string> {
  if (origin === null || !isTrustedOrigin(origin)) return {};
  return { "Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true" };
}

/** The headers that answer a preflight from a trusted origin. */
export function preflightHeaders(origin: string | null): Record<string, string> {
  const allowed = corsHeaders(origin);
  if (Object.keys(allowed).length === 0) return {};
  return {
    ...allowed,
    "Access-Control-Allow-Headers":
      "accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with, x-keystone-cid",
    "Access-Control-Allow-Methods": "DELETE, GET, OPTIONS, PATCH, POST, PUT",
    "Access-Control-Max-Age": "86400",
  };
}
