import type { Body } from "../../message/body.ts";
import type { HeaderRecord, Request, SaveTarget } from "../../message/request.ts";

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
  /** Host and port, for errors. */
  readonly place: string;
  /** The longest silence, in ms: finite where the body streams. */
  readonly idle: number;
  /** Of the response, decoded. */
  readonly maxBytes: number;
}

/** What one exchange needs of a request. */
export function orderOf({ method, origin, path, headers, body, save, uploaded, call }: Request): Order {
  const { streams, timeout, maxBytes } = call.settings;
  const place = origin.slice(origin.indexOf("//") + 2);
  return { method, origin, path, headers, body, save, uploaded, place, idle: streams ? timeout : Infinity, maxBytes };
}
