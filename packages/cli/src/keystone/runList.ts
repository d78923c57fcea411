import { UsageError } from "@latchkey/session";
import type { Pair } from "../command/globalOptions.ts";
import { commandLineOf } from "../job/commandLine.ts";
import type { Job, Runner } from "../job/job.ts";
import { printableCsv } from "../output/csv.ts";
import { openKeystone } from "./openKeystone.ts";
import { wordsToGoOn } from "./wordsToGoOn.ts";

/** Options of `list`. */
export interface ListCommandOptions {
  readonly url?: string;
  readonly param?: readonly Pair[];
  readonly order?: string;
  readonly search?: string;
  readonly limit?: number;
  readonly csv?: boolean;
}

/** All rows of a list, written as they come. */
export const runList: Runner<ListCommandOptions> = async (job) => {
  const { param = [], order, search, limit, csv = false, json = false, ndjson = false } = job.options;
  if (csv && (json || ndjson))
    throw new UsageError("option", "--csv and --json are different ways to write the same: choose one.");
  refuseDouble(param, { _order: order, _search: search });
  const [endpoint = ""] = job.args;
  await using keystone = await openKeystone(job);
  const rows = keystone.client.paginate(endpoint, {
    params: {
      ...Object.fromEntries(once(param)),
      ...(order !== undefined && { _order: order }),
      ...(search !== undefined && { _search: search }),
    },
    maxItems: limit,
    signal: job.signal,
  });
  if (csv) {
    const all: object[] = [];
    for await (const row of rows) all.push(Object(row));
    if (all.length === 0) job.terminal.note("Nothing matches.");
    await job.terminal.out.write(printableCsv(all, job.options.columns));
    return;
  }
  let written = 0;
  async function* counted(): AsyncGenerator {
    for await (const row of rows) {
      yield row;
      written += 1;
    }
  }
  try {
    if ((await job.out.rows(counted())) === 0) job.terminal.note("Nothing matches.");
  } catch (error) {
    if (job.signal.aborted) tellHowToGoOn(job, written);
    throw error;
  }
};

/** @throws UsageError for a parameter that has a flag, which is given too. */
function refuseDouble(param: readonly Pair[], flags: Readonly<Record<string, string | undefined>>): void {
  const [twice] = param.find(([name]) => Object.hasOwn(flags, name) && flags[name] !== undefined) ?? [];
  if (twice === undefined) return;
  throw new UsageError("option", `--param ${twice} and --${twice.slice(1)} say the same: give one of them.`);
}

/** @throws UsageError for a name that is there twice: of a parameter that is repeated Keystone reads the last. */
function once(param: readonly Pair[]): readonly Pair[] {
  const names = param.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice === undefined) return param;
  throw new UsageError("option", `--param ${twice} is there more than once, and the server would read one of them.`, {
    hint: "A list is one value, and goes with __in: --param status__in=AP,PD.",
  });
}

/** Where rows are counted from is the server's business: the order must be the same. */
function tellHowToGoOn({ options, terminal, words }: Job<ListCommandOptions>, written: number): void {
  const { param = [], limit } = options;
  const left = limit === undefined ? undefined : limit - written;
  if (left === 0) return;
  const begun = Number(param.findLast(([name]) => name === "_offset")?.[1] ?? 0);
  const line = commandLineOf(wordsToGoOn(words, begun + written, left));
  terminal.note(`${written} rows were written. To go on after them: ${line}`);
}
