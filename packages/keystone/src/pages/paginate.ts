import type { Mode, Source } from "@latchkey/session";
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
  const [path = "", ...query] = endpoint.split("?");
  const { filters, request, signal, ...settled } = checkPaginateOptions(query.join("?"), options);
  const params = { ...filters, _order: settled.order };
  const open = (): PageReader =>
    new PageReader(settled, function* (_offset, _limit) {
      const paged = { ...request, params: { ...params, _limit, _offset } };
      return readPage(yield* client.exchange("GET", path, { request: paged, patient: true }), client.cid);
    });
  const rows = client.each<unknown>(() => flattened(open()), signal);
  return Object.assign(rows, { pages: () => client.each<PageSlice<unknown>>(open, signal) });
}

function flattened(reader: PageReader): Source<unknown> {
  return {
    *next() {
      const [page] = (yield* reader.next()) ?? [];
      return page?.results;
    },
    stop: () => reader.stop(),
  };
}
