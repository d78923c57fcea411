import { type Flow, type Mode, type Source, TransportError, UsageError } from "@latchkey/session";
import type { ClientAccess } from "../clientAccess.ts";
import { PageReader } from "./pageReader.ts";
import type { PageSlice, Paginated } from "./paginated.ts";
import { checkPaginateOptions } from "./paginateOptions.ts";
import { readPage } from "./readPage.ts";

/** The rows of a list, and its pages. */
export function paginate<M extends Mode>(
  client: ClientAccess<M>,
  endpoint: string,
  options: unknown,
): Paginated<unknown, M> {
  if (typeof endpoint !== "string") throw new UsageError("endpoint", "The endpoint must be a string.");
  const [path = "", ...query] = endpoint.split("?");
  const { filters, request, signal, ...settled } = checkPaginateOptions(query.join("?"), options);
  const params = { ...filters, _order: settled.order };
  const open = (): Source<PageSlice<unknown>> => {
    const reader = new PageReader(settled, function* (_offset, _limit) {
      const paged = { ...request, params: { ...params, _limit, _offset } };
      return readPage(yield* client.exchange("GET", path, { request: paged, patient: true }), client.cid);
    });
    return { next: () => placed(reader.next(), client, path), stop: () => reader.stop() };
  };
  const rows = client.each<unknown>(() => flattened(open()), signal);
  return Object.assign(rows, { pages: () => client.each<PageSlice<unknown>>(open, signal) });
}

/** What is wrong with a list as a whole is told with the list that it is about. */
function* placed<T, M extends Mode>(flow: Flow<T>, { url, cid }: ClientAccess<M>, path: string): Flow<T> {
  try {
    return yield* flow;
  } catch (error) {
    if (!(error instanceof TransportError) || error.url !== undefined || error.code !== "protocol") throw error;
    const { message, hint, sent, attempts } = error;
    const list = url + path.replace(/^\/+/, "");
    throw new TransportError("protocol", message, { hint, sent, attempts, method: "GET", url: list, cid });
  }
}

function flattened(pages: Source<PageSlice<unknown>>): Source<unknown> {
  return {
    *next() {
      const [page] = (yield* pages.next()) ?? [];
      return page?.results;
    },
    stop: () => pages.stop(),
  };
}
