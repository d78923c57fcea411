import { StatusError, UsageError } from "@latchkey/session";
import type { Pair } from "../command/globalOptions.ts";
import { describeFailure } from "../job/describeFailure.ts";
import { EXIT } from "../job/exitCode.ts";
import type { Job, Runner } from "../job/job.ts";
import { reportFailure } from "../job/reportFailure.ts";
import { isObject } from "../output/columns.ts";
import { attachedFiles, type PathlikeFiles } from "./attachedFiles.ts";
import { openKeystone } from "./openKeystone.ts";
import { readJsonFile } from "./readJsonFile.ts";

/** Options of `batch`. */
export interface BatchCommandOptions {
  readonly url?: string;
  readonly dryRun?: boolean;
  readonly file?: readonly Pair[];
}

/** Runs the actions of a file in one transaction: all of them, or none. */
export const runBatch: Runner<BatchCommandOptions> = async (job) => {
  const { dryRun = false, file } = job.options;
  const [path = ""] = job.args;
  const content = { dry_run: dryRun, actions: actionsOf(await readJsonFile(path), path) };
  const files = file === undefined ? undefined : attachedFiles(file);
  refuseTwice(files ?? {});
  await using keystone = await openKeystone(job);
  const body = files === undefined ? { json: { job: content } } : { form: { job: JSON.stringify(content) }, files };
  const response = await keystone.client.sendRequest("POST", "batch", { ...body, signal: job.signal });
  try {
    const results = resultsOf(response.raiseForStatus().json());
    await job.out.rows(results, ["index", "method", "path", "status", "ref"]);
    const what = dryRun ? "would work; nothing was changed (--dry-run)" : "done";
    job.terminal.note(`${results.length} ${results.length === 1 ? "action" : "actions"}: ${what}.`);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof StatusError && error.status === 422) return tellWhichFailed(error, job);
    throw error;
  }
};

/** `@file{cv}` is one file. */
function refuseTwice(files: PathlikeFiles): void {
  const twice = Object.keys(files).find((field) => files[field]?.length !== 1);
  if (twice === undefined) return;
  throw new UsageError("option", `--file ${twice}= is given twice: actions could not tell which they mean.`, {
    hint: "Give each file a name of its own.",
  });
}

function tellWhichFailed(error: StatusError, { out, terminal }: Job): number {
  const failure = {
    ...describeFailure(error),
    hint: "Nothing was changed: the server undid the actions before it. Correct that one and run the batch again.",
    exitCode: EXIT.partial,
  };
  reportFailure(failure, terminal, out.format !== "table");
  return EXIT.partial;
}

/** A file may hold the list of actions, or the job that the API documents. */
function actionsOf(content: unknown, path: string): readonly unknown[] {
  const job = isObject(content) && "job" in content ? content.job : content;
  const actions = isObject(job) && "actions" in job ? job.actions : job;
  if (Array.isArray(actions) && actions.length > 0 && actions.every(isObject)) return actions.map(spellPath);
  throw new UsageError("body", `${path} holds no actions.`, {
    hint: 'A batch is a list such as [{ "method": "POST", "path": "/users/teams/", "payload": { … }, "ref": "team" }].',
  });
}

/** The server finds an action's path only when it is written in full. */
function spellPath(action: object): object {
  if (!("path" in action) || typeof action.path !== "string") return action;
  const [, path = "", query = ""] = /^\/*([^?]*?)\/*(\?.*)?$/s.exec(action.path) ?? [];
  return { ...action, path: `/${path}/${query}` };
}

function resultsOf(value: unknown): readonly unknown[] {
  return isObject(value) && "results" in value && Array.isArray(value.results) ? value.results : [];
}
