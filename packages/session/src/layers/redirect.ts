import { withSent } from "../errors/interruption.ts";
import { TransportError } from "../errors/transportError.ts";
import { UsageError } from "../errors/usageError.ts";
import type { Flow } from "../flow/flow.ts";
import { isReplayable } from "../message/body.ts";
import type { Reply } from "../message/reply.ts";
import { type Request, withHeaders } from "../message/request.ts";
import type { Layer, Next } from "./layer.ts";

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface RedirectOptions {
  readonly follow: boolean;
  readonly max: number;
}

/** Follows redirects when asked to, and only within the origin: nothing of a session's ever goes to another. */
export function redirect({ follow, max }: RedirectOptions): Layer {
  if (!follow) return { name: "redirect", handle: (request, next) => next(request) };
  return {
    name: "redirect",
    *handle(first, next) {
      let request = first;
      for (let hops = 0; ; hops += 1) {
        const reply = yield* hop(request, hops, next);
        const location = REDIRECTS.has(reply.status) ? reply.headers.get("location") : undefined;
        // What became a GET on the way has been answered: the server acted, whatever it says of the page that tells so.
        if (location === undefined) return request.method === first.method ? reply : { ...reply, acted: true };
        if (hops >= max) throw failed(`The server redirected more than ${max} times.`);
        request = nextHop(request, reply, utf8Of(location));
        const { call } = request;
        call.redirects += 1;
        call.resend("redirect", { reply }, call.settings.clock.now());
      }
    },
  };
}

/** The request left with the first hop, whatever becomes of a later one. */
function* hop(request: Request, hops: number, next: Next): Flow<Reply> {
  try {
    return yield* next(request);
  } catch (error) {
    throw withSent(error, hops > 0);
  }
}

/** Fields are read byte by byte; servers that write a Location as it is written on paper mean UTF-8. */
function utf8Of(location: string): string {
  if (!/[\x80-\xff]/.test(location)) return location;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(location, (char) => char.charCodeAt(0)));
  } catch {
    return location;
  }
}

/** What is said of a body goes with it. */
const WITHOUT_CONTENT = {
  "content-encoding": undefined,
  "content-language": undefined,
  "content-location": undefined,
  "content-type": undefined,
  digest: undefined,
  "last-modified": undefined,
};

/** RFC 9110 §15.4: 303 becomes a GET, 301 and 302 turn a POST into one, 307 and 308 repeat the request as it was. */
function nextHop(request: Request, reply: Reply, location: string): Request {
  const target = resolve(request, location);
  const keeps = reply.status === 307 || reply.status === 308;
  const rewrites = !keeps && request.method !== "GET" && request.method !== "HEAD";
  if (rewrites && (reply.status === 303 || request.method === "POST")) {
    const { body: _body, ...rest } = withHeaders(request, WITHOUT_CONTENT);
    return { ...rest, method: "GET", path: target };
  }
  if (!isReplayable(request.body)) {
    throw new UsageError("body", "The server redirected a request whose body is a stream that was already read.", {
      sent: true,
      hint: "Send the body from a file, a Blob or bytes, or send it to the final address.",
    });
  }
  return { ...request, path: target };
}

function resolve(request: Request, location: string): string {
  let url: URL;
  try {
    url = new URL(location, request.origin + request.path);
  } catch {
    throw failed("The server redirected to something that is not a URL.");
  }
  if (url.origin !== request.origin) {
    throw failed(`The server redirected to another origin (${url.protocol}//${url.host}), which is never followed.`);
  }
  return url.pathname + url.search;
}

function failed(message: string): TransportError {
  return new TransportError("redirect", message, { sent: true });
}
