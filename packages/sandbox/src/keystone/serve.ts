import { isLoopback } from "../box/boxOptions.ts";
import type { Peer } from "../box/service.ts";
import type { Call } from "./call.ts";
import type { Database, Row } from "./database.ts";
import { type Body, readBody, TooManyFiles } from "./http/body.ts";
import { correlationId } from "./http/cid.ts";
import { corsHeaders, preflightHeaders } from "./http/cors.ts";
import { page, type Reply, toResponse } from "./http/reply.ts";
import { perform } from "./perform.ts";
import { type Site, version } from "./site.ts";

/** Answers one request: CORS, routing, the view, the request log. */
export async function serve(site: Site, db: Database, request: Request, peer: Peer): Promise<Response> {
  const origin = request.headers.get("origin");
  if (request.method === "OPTIONS" && origin !== null && request.headers.has("access-control-request-method")) {
    return toResponse(
      { status: 200, headers: preflightHeaders(origin), text: "", type: "text/html; charset=utf-8" },
      [],
      false,
    );
  }
  const call = callOf(site, db, request, peer);
  const { reply, user } = await answer(call).catch((error: unknown): { reply: Reply; user: Call["user"] } => {
    if (error instanceof TooManyFiles) return { reply: page(400, "Bad Request (400)"), user: undefined };
    throw error;
  });
  await logRequest(call, reply.status, user);
  const headers = { ...reply.headers, ...corsHeaders(origin) };
  return toResponse({ ...reply, headers }, call.cookies, request.method === "HEAD");
}

function callOf(site: Site, db: Database, request: Request, peer: Peer): Call {
  let body: Promise<Body> | undefined;
  const url = new URL(request.url);
  // A proxy on this machine is believed, as the real server believes one.
  const secure =
    isLoopback(peer.address) && request.headers.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https";
  const view = site.routes.findLoosely(url.pathname)?.view;
  if (secure) url.protocol = "https:";
  return {
    site,
    db,
    inTransaction: false,
    method: request.method,
    url,
    headers: request.headers,
    peer,
    cid: correlationId(request.headers.get("x-keystone-cid")),
    user: undefined,
    session: undefined,
    actor: null,
    body: () => {
      body ??= readBody(request, view?.parses);
      return body;
    },
    cookies: [],
  };
}

async function answer(call: Call): Promise<{ reply: Reply; user: Call["user"] }> {
  const { routes } = call.site;
  const { pathname, search } = call.url;
  const route = routes.findLoosely(pathname);
  if (route !== undefined) return perform(route, call);
  if (pathname === "/") {
    return {
      reply: { status: 200, text: `Keystone API Version ${version}`, type: "text/html; charset=utf-8" },
      user: undefined,
    };
  }
  if (!pathname.endsWith("/") && routes.find(`${pathname}/`) !== undefined) {
    const headers = { Location: `${pathname}/${search}` };
    return { reply: { status: 301, text: "", type: "text/html; charset=utf-8", headers }, user: undefined };
  }
  return { reply: page(404, "Not Found"), user: undefined };
}

async function logRequest(call: Call, status: number, user: Row | undefined): Promise<void> {
  const endpoint = `${call.url.pathname}${call.url.search}`.slice(0, 2048);
  const address = call.headers.get("x-forwarded-for") ?? call.peer.address;
  const { site, method, cid } = call;
  await site.journal.add([method, endpoint, status, address.slice(0, 40), site.stamp(), cid, user?.["id"] ?? 0]);
}
