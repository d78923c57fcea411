import type { Pair } from "../command/globalOptions.ts";
import type { Runner } from "../job/job.ts";
import { openKeystone } from "./openKeystone.ts";

/** Options of `list`. */
export interface ListCommandOptions {
  readonly url?: string;
  readonly param?: readonly Pair[];
  readonly order?: string;
  readonly search?: string;
  readonly limit?: number;
}

/** All rows of a list, written as they come. */
export const runList: Runner<ListCommandOptions> = async (job) => {
  const { param = [], order, search, limit } = job.options;
  const [endpoint = ""] = job.args;
  await using keystone = await openKeystone(job);
  const rows = keystone.client.paginate(endpoint, {
    params: {
      ...Object.fromEntries(param),
      ...(order !== undefined && { _order: order }),
      ...(search !== undefined && { _search: search }),
    },
    maxItems: limit,
    signal: job.signal,
  });
  const count = await job.out.rows(rows);
  if (count === 0) job.terminal.note("Nothing matches.");
};
