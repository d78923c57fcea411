import {
  type CannedReply,
  type ScriptedRequest,
  type ScriptedTransport,
  scriptedTransport,
} from "@latchkey/session/testing";

/** A row of a scripted list. */
export interface ListRow {
  readonly id: number;
  readonly name: string;
}

export interface ListServer {
  /** Change it: the next request sees it. */
  rows: ListRow[];
  readonly transport: ScriptedTransport;
  /** Offset and limit of each request. */
  readonly windows: [offset: number, limit: number][];
  readonly orders: (string | null)[];
}

export interface ListServerOptions {
  /** The most rows that it sends at once. */
  readonly cap?: number;
  /** Called before a request is answered. */
  readonly before?: (server: ListServer, index: number) => void;
  readonly delay?: (index: number) => number;
}

export function rowsUpTo(last: number): ListRow[] {
  return Array.from({ length: last }, (_, index) => ({ id: index + 1, name: `row ${index + 1}` }));
}

/** A list that answers as Keystone does, and can change between two requests. */
export function listServer(rows: ListRow[], options: ListServerOptions = {}): ListServer {
  const { cap = 1000, before, delay = () => 0 } = options;
  const answer = (request: ScriptedRequest, index: number): CannedReply => {
    before?.(server, index);
    const { searchParams } = new URL(request.url);
    const order = searchParams.get("_order");
    const [offset, limit] = [Number(searchParams.get("_offset")), Number(searchParams.get("_limit"))];
    server.windows.push([offset, limit]);
    server.orders.push(order);
    const sorted = server.rows.toSorted(comparing(order ?? ""));
    const results = sorted.slice(offset, offset + Math.min(limit, cap));
    // Like a server behind a proxy, it gives addresses that lead nowhere.
    return { json: { count: sorted.length, next: "http://elsewhere/", previous: null, results }, delay: delay(index) };
  };
  const server: ListServer = { rows, windows: [], orders: [], transport: scriptedTransport(answer) };
  return server;
}

function comparing(order: string): (a: ListRow, b: ListRow) => number {
  return (a, b) => {
    for (const key of order.split(",")) {
      const sign = key.startsWith("-") ? -1 : 1;
      const column = key.replace("-", "");
      const difference =
        column === "id" ? a.id - b.id : column === "name" ? (a.name < b.name ? -1 : Number(a.name > b.name)) : 0;
      if (difference !== 0) return sign * difference;
    }
    return 0;
  };
}
