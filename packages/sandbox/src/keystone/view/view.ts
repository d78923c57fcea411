import type { Call, Method } from "../call.ts";
import type { Json } from "../http/json.ts";
import type { Reply } from "../http/reply.ts";
import type { Model } from "../model/model.ts";

/** Answers one method of a view; `id` is the last part of an item's URL. */
export type Handler = (call: Call, id: string) => Promise<Reply>;

/** Something at a URL. */
export interface View {
  /** Exact path; an item's ends in `{id}/`. */
  path: string;
  name: string;
  /** Needs no credentials. */
  public?: boolean;
  /** Reads are for staff; other methods are refused as such. */
  staffOnly?: boolean;
  handlers: Partial<Record<Method, Handler>>;
  /** May the caller use this method at all? Throws a Problem when not. Asked before the throttle, for methods the view has. */
  permit?: (call: Call) => Promise<void>;
  /** Media types it can answer with, the default first; JSON when absent. */
  renders?: readonly string[];
  /** Media types it reads; all three when absent. */
  parses?: readonly string[];
  /** The model whose list filters it takes, when it is not that model's own list. */
  filters?: Model;
  /** What OPTIONS tells about bodies. */
  actions?: (call: Call) => Promise<Record<string, Json>>;
  /** Answers without the API's renderer, so a batch sees no body; `"refuse"` where a batch may not go at all. */
  inBatch?: "opaque" | "refuse";
}

/** The value of a view's `Allow` header. */
export function allowed({ handlers }: View): string {
  return [...Object.keys(handlers), ...(handlers.GET === undefined ? [] : ["HEAD"]), "OPTIONS"].join(", ");
}

/** A view that only answers GET. */
export function getView(path: string, name: string, get: (call: Call) => Promise<Json> | Json): View {
  return { path, name, handlers: { GET: async (call) => ({ status: 200, body: await get(call) }) } };
}
