import { AsyncKeystoneClient } from "@latchkey/keystone";

/** A list read row by row: by the client's own iteration, or as one would write it by hand. */
export function open({ slowUrl }) {
  const client = new AsyncKeystoneClient({ url: slowUrl });
  return {
    rows: (options) => client.paginate("users/users", options),
    async *byHand(limit) {
      for (let offset = 0, count = 1; offset < count; offset += limit) {
        const params = { _offset: offset, _limit: limit, _order: "id" };
        const page = (await client.httpGet("users/users", { params })).raiseForStatus().json();
        count = page.count;
        yield* page.results;
      }
    },
    close: () => client.close(),
  };
}
