import { resolve } from "node:path";
import { parseArgs } from "node:util";

const usage = `npm run bench -- [--quick] [--case NAME]... [--node PATH] [--only TEXT] [--profile] [--server node] [--out FILE] [--list]

  --quick       short samples, and only the candidates that decide: under a minute
  --case NAME   only this case; may be given several times
  --only TEXT   only candidates with this in their name
  --node PATH   the Node that is measured (default: the one that runs this)
  --profile     also where the time went, by function; what is measured is slower then
  --server node a bare node:http server although there is an nginx
  --out FILE    where the result is written as JSON (default: bench/results/nodeMAJOR.json for a full run)
  --list        what cases there are`;

/** What the command line asks for. */
export function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        quick: { type: "boolean", default: false },
        case: { type: "string", multiple: true },
        only: { type: "string" },
        node: { type: "string", default: process.execPath },
        profile: { type: "boolean", default: false },
        server: { type: "string" },
        out: { type: "string" },
        list: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) console.log(usage);
    // Some of what is measured runs elsewhere.
    return { ...values, node: resolve(values.node) };
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}
