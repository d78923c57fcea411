import type { Command } from "commander";
import { integer, pair } from "../command/globalOptions.ts";
import { type Commands, type Example, leaf } from "../command/leaf.ts";
import type { Jobs } from "../job/runJobs.ts";

const URL_OPTION = ["--url <url>", "a server without a profile (or KEYSTONE_URL)"] as const;
const ENDPOINT = ["<endpoint>", "an endpoint of the API, such as users/teams or users/teams/3"] as const;

/** Commands that talk to Keystone. */
export const keystoneCommands: Commands = {
  get: (jobs) =>
    verb(jobs, "get", "Read an endpoint", [
      ["latchkey get users/teams/3", "one record"],
      ["latchkey get users/teams --param name__contains=lab --json", "one page, as JSON"],
      ["latchkey get openapi/json --out api.json", "a body into a file"],
    ]).option("--out <file>", "save the body to a file"),
  post: (jobs) =>
    withBody(
      verb(jobs, "post", "Create a record", [
        ['echo \'{"name": "Physics"}\' | latchkey post users/teams --data -', "JSON from a pipe"],
        ["latchkey post users/teams --data team.json", "JSON from a file"],
      ]),
    ),
  put: (jobs) =>
    withBody(
      verb(jobs, "put", "Replace a record", [["latchkey put users/teams/3 --data team.json", "all its fields"]]),
    ),
  patch: (jobs) =>
    withBody(
      verb(jobs, "patch", "Change fields of a record", [
        ["echo '{\"is_active\": false}' | latchkey patch users/teams/3 --data -", "one field"],
      ]),
    ),
  delete: (jobs) => verb(jobs, "delete", "Delete a record", [["latchkey delete users/teams/3", "it is gone for good"]]),
  list: listCommand,
  batch: batchCommand,
  upload: uploadCommand,
};

function verb(jobs: Jobs, name: string, summary: string, examples: readonly Example[]): Command {
  return leaf(jobs, {
    name,
    summary,
    examples,
    load: async () => (await import("./runRequest.ts")).runRequest(name.toUpperCase()),
  })
    .argument(...ENDPOINT)
    .option("--param <name=value>", "a query parameter; may be repeated", pair)
    .option(...URL_OPTION);
}

function withBody(command: Command): Command {
  return command
    .option("--data <file>", "the body: a JSON file, or - for standard input")
    .option("--file <field=path>", "a file to send along; may be repeated", pair);
}

function listCommand(jobs: Jobs): Command {
  return leaf(jobs, {
    name: "list",
    summary: "List all rows of an endpoint, page by page",
    about: "List all rows of an endpoint. Pages are fetched ahead and written as they come, in order.",
    examples: [
      ["latchkey list users/teams", "all teams"],
      ["latchkey list users/users --search ng --order=-date_joined --limit 20", "search, newest first"],
      ["latchkey list allocations/requests --param status=AP --columns id,title,_team.name", "filter; chosen columns"],
      ["latchkey list users/users --ndjson | jq -r .username", "one JSON value per line"],
      ["latchkey list allocations/allocations --csv > allocations.csv", "for a spreadsheet"],
    ],
    load: async () => (await import("./runList.ts")).runList,
  })
    .argument(...ENDPOINT)
    .option("--param <name=value>", "a filter, such as name__contains=lab; once for each name", pair)
    .option("--order <fields>", "sort by these fields, - for descending: team,-amount")
    .option("--search <words>", "only rows that hold all of these words")
    .option("--limit <rows>", "at most so many rows", integer(1, 1_000_000_000))
    .option("--csv", "write CSV, when all rows are there")
    .option(...URL_OPTION);
}

function batchCommand(jobs: Jobs): Command {
  return leaf(jobs, {
    name: "batch",
    summary: "Run many actions in one transaction: all of them, or none",
    about:
      "Run the actions of a file in one transaction. When one fails, nothing is changed, and the exit code is 3. " +
      "An action is { method, path, payload, query_params, ref }; @ref{alias.field} in a later path or payload " +
      "stands for a field of an earlier answer, @file{field} for a file given by --file.",
    examples: [
      ["latchkey batch grants.json --dry-run", "would it work?"],
      ["latchkey batch grants.json --file cv=cv.pdf", "with a file"],
    ],
    load: async () => (await import("./runBatch.ts")).runBatch,
  })
    .argument("<file>", "a JSON file with a list of actions, or - for standard input")
    .option("--dry-run", "try it, and change nothing")
    .option("--file <field=path>", "a file that an action uses; may be repeated", pair)
    .option(...URL_OPTION);
}

function uploadCommand(jobs: Jobs): Command {
  return leaf(jobs, {
    name: "upload",
    summary: "Attach a file to an allocation request",
    examples: [["latchkey upload budget.pdf --request 12 --name 'Budget 2027'", "what people see it as"]],
    load: async () => (await import("./runUpload.ts")).runUpload,
  })
    .argument("<file>", "what to upload")
    .requiredOption("--request <id>", "the allocation request", integer(1, Number.MAX_SAFE_INTEGER))
    .option("--name <text>", "the attachment's name; the file's own by default")
    .option(...URL_OPTION);
}
