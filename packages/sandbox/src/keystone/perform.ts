import { authenticate } from "./auth/authenticate.ts";
import { type Call, callerId, isStaff, type Method } from "./call.ts";
import { accepts } from "./http/accepts.ts";
import { parsers } from "./http/body.ts";
import { Problem, problems } from "./http/problem.ts";
import type { Reply } from "./http/reply.ts";
import type { Route } from "./view/routes.ts";
import { allowed, type View } from "./view/view.ts";

/** What a view answered, and who turned out to be asking. */
export interface Performed {
  reply: Reply;
  user: Call["user"];
}

/**
 * Runs a call through a view in the API's order: content negotiation, credentials, permission for the view, throttle, method,
 * and then the view itself. A step of a batch has its credentials already.
 */
export async function perform(route: Route, call: Call, authenticated = false): Promise<Performed> {
  const { view } = route;
  let known = call;
  try {
    negotiate(view, call);
    if (!authenticated) known = await authenticate(call);
    const method = call.method === "HEAD" ? "GET" : call.method;
    // What is a member of the handlers is one of the methods.
    const handler = Object.hasOwn(view.handlers, method) ? view.handlers[method as Method] : undefined;
    if (known.user === undefined && !view.public) throw problems.anonymous();
    if (view.staffOnly && handler !== undefined && !isStaff(known)) throw problems.forbidden();
    if (handler !== undefined) await view.permit?.(known);
    throttle(known);
    if (method === "OPTIONS") return finish(view, await describe(view, known), known);
    if (handler === undefined) throw problems.method(call.method);
    return finish(view, await handler(known, route.id), known);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return finish(view, { status: error.status, body: error.body, headers: error.headers }, known);
  }
}

function negotiate(view: View, call: Call): void {
  const format = call.url.searchParams.getAll("format").at(-1);
  if (format !== undefined && format !== "" && format !== "json") throw problems.notFound();
  if (accepts(call.headers.get("accept"), view.renders ?? ["application/json"]) === undefined) throw problems.accept();
}

function throttle(call: Call): void {
  const address = call.headers.get("x-forwarded-for") ?? call.peer.address;
  const anonymous = call.user === undefined;
  const seconds = call.site.throttle.take(anonymous ? `address ${address}` : `user ${callerId(call)}`, anonymous);
  if (seconds > 0) throw problems.throttled(seconds);
}

function finish(view: View, reply: Reply, call: Call): Performed {
  return { reply: { ...reply, headers: { Allow: allowed(view), ...reply.headers } }, user: call.user };
}

async function describe(view: View, call: Call): Promise<Reply> {
  const actions = (await view.actions?.(call)) ?? {};
  const body = {
    name: view.name,
    description: "",
    renders: [...(view.renders ?? ["application/json"])],
    parses: [...(view.parses ?? parsers)],
    ...(Object.keys(actions).length === 0 ? {} : { actions }),
  };
  return { status: 200, body };
}
