import type { Body } from "../../message/body.ts";
import type { Reply } from "../../message/reply.ts";
import { type HeaderRecord, longestSilence, type Request, type SaveTarget } from "../../message/request.ts";

/** A request as far as one exchange needs it: plain data, so that it can cross into a thread. */
export interface Order {
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  readonly headers: HeaderRecord;
  readonly body: Body | undefined;
  readonly save: SaveTarget | undefined;
  /** Told how much of the body has left. Not data: it stays with whoever asked. */
  readonly uploaded: Request["uploaded"];
  /** The longest silence, in ms: finite where the body streams. */
  readonly idle: number;
  /** Of the response, decoded. */
  readonly maxBytes: number;
  /** The client's certificate stays away. */
  readonly isAnonymous: boolean;
}

/** What one exchange needs of a request. */
export function orderOf(request: Request): Order {
  const { method, origin, path, headers, body, save, uploaded, isAnonymous = false, call } = request;
  const { maxBytes } = call.settings;
  return { method, origin, path, headers, body, save, uploaded, idle: longestSilence(request), maxBytes, isAnonymous };
}

/** Host and port, for errors. */
export function placeOf({ origin }: Pick<Order, "origin">): string {
  return origin.slice(origin.indexOf("//") + 2);
}

/** What came of an order, besides what the order says. */
export type Answer = Pick<Reply, "status" | "headers" | "body" | "saved" | "reused">;

/** The reply to an order: its URL is without the query, and both clients here speak the same version of HTTP. */
export function replyTo({ origin, path }: Order, { status, headers, body, saved, reused }: Answer): Reply {
  const query = path.indexOf("?");
  const url = origin + (query < 0 ? path : path.slice(0, query));
  return { status, headers, body, saved, url, reused, protocol: "1.1" };
}
