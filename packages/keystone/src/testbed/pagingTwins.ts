import { AsyncKeystoneClient } from "../asyncKeystoneClient.ts";
import { KeystoneClient } from "../keystoneClient.ts";
import type { KeystoneOptions } from "../keystoneOptions.ts";
import type { PaginateOptions } from "../pages/paginateOptions.ts";
import { type ListRow, rowsUpTo } from "./listServer.ts";

/** Told of each item; `false` leaves the loop. */
export type Visit<T> = (item: T) => boolean | void;

/** A client whose lists a test goes through, whichever twin it is. */
export interface PagingClient {
  rows(endpoint: string, options: PaginateOptions, visit: Visit<unknown>): Promise<void>;
  pages(endpoint: string, options: PaginateOptions, visit: Visit<readonly unknown[]>): Promise<void>;
  close(): Promise<void>;
}

export interface PagingTwin {
  readonly twin: "async" | "blocking";
  readonly open: (options: KeystoneOptions) => PagingClient;
}

export const pagingTwins: readonly PagingTwin[] = [
  {
    twin: "async",
    open(options) {
      const client = new AsyncKeystoneClient(options);
      return {
        async rows(endpoint, paging, visit) {
          for await (const row of client.paginate(endpoint, paging)) if (visit(row) === false) break;
        },
        async pages(endpoint, paging, visit) {
          for await (const { results } of client.paginate(endpoint, paging).pages())
            if (visit(results) === false) break;
        },
        close: () => client.close(),
      };
    },
  },
  {
    twin: "blocking",
    open(options) {
      const client = new KeystoneClient(options);
      return {
        async rows(endpoint, paging, visit) {
          for (const row of client.paginate(endpoint, paging)) if (visit(row) === false) break;
        },
        async pages(endpoint, paging, visit) {
          for (const { results } of client.paginate(endpoint, paging).pages()) if (visit(results) === false) break;
        },
        close: async () => client.close(),
      };
    },
  },
];

/** The ids of a list's rows, as they come. */
export async function ids(
  client: PagingClient,
  options: PaginateOptions = {},
  endpoint = "users/users",
): Promise<number[]> {
  const seen: number[] = [];
  await client.rows(endpoint, options, (row) => {
    // A list server has no other rows.
    seen.push((row as ListRow).id);
  });
  return seen;
}

export const upTo = (last: number): number[] => rowsUpTo(last).map((row) => row.id);
