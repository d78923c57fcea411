import {
  type ApiResponse,
  callable,
  checkOptions,
  DecodeError,
  type Flow,
  type Mode,
  type RequestOptions,
  required,
  UsageError,
} from "@latchkey/session";
import type { ClientAccess } from "../clientAccess.ts";
import { refuseOlder } from "../versions/serverVersion.ts";
import { Action } from "./action.ts";
import { type BatchOptions, batchShape } from "./batchOptions.ts";
import type { BatchResult, BatchStep, Returned } from "./batchResult.ts";
import { type BuiltJob, Job } from "./job.ts";
import { refuseJob } from "./refuseJob.ts";

const ENDPOINT = "batch";

/** Builds a job, sends it, and finds what became of each action. */
export function* runBatch<M extends Mode, R>(
  client: ClientAccess<M>,
  build: (job: Job) => R,
  options?: BatchOptions,
): Flow<BatchResult<R>> {
  client.assertOpen();
  const { dryRun, ...call } = checkOptions(options, batchShape);
  const job = new Job();
  const returned = required(callable<typeof build>())(build, "build")(job);
  const built = job.finish();
  if (returned instanceof Promise) {
    // Its rejection must not end the process: the UsageError is what counts.
    returned.catch(() => {});
    throw new UsageError("option", "A job is built at once: the function that builds it must not be async.");
  }
  if (built.actions.length === 0)
    throw new UsageError("option", "The job has no actions: add one with post or another.");
  // A job is sent whole or not at all, and the server counts each of its actions: what it asks to wait is waited for.
  const response = yield* client.exchange("POST", ENDPOINT, {
    request: { ...call, ...bodyOf(built, dryRun) },
    patient: true,
  });
  refuseJob(response, built.actions, client.cid);
  refuseOlder(response, "/batch/", "0.10.0", client.cid);
  const results = stepsOf(response, built, client.cid);
  return { dryRun, results, returned: fill(returned, results, built) };
}

function bodyOf({ actions, files }: BuiltJob, dryRun: boolean): Pick<RequestOptions, "json" | "form" | "files"> {
  const job = {
    dry_run: dryRun,
    actions: actions.map(({ method, path, payload, query, alias }) => ({
      method,
      path,
      ...(payload === undefined ? {} : { payload }),
      ...(query === undefined ? {} : { query_params: query }),
      ...(alias === undefined ? {} : { ref: alias }),
    })),
  };
  return Object.keys(files).length === 0 ? { json: { job } } : { form: { job: JSON.stringify(job) }, files };
}

function stepsOf(response: ApiResponse<unknown>, { actions }: BuiltJob, cid: string): BatchStep[] {
  const { results }: { readonly results?: unknown } = Object(response.raiseForStatus().json());
  if (!Array.isArray(results) || results.length !== actions.length) throw notResults(response, cid);
  return actions.map(({ method, path, alias }, at) => {
    const result: Partial<Record<"path" | "status" | "body", unknown>> = Object(results[at]);
    if (typeof result.status !== "number") throw notResults(response, cid);
    const resolved = typeof result.path === "string" ? result.path : path;
    return { index: at + 1, alias, method, path: resolved, status: result.status, body: result.body };
  });
}

function notResults(response: ApiResponse<unknown>, cid: string): DecodeError {
  const { method, url } = response.request;
  return new DecodeError(`${method} ${url} did not answer with one result for each action.`, {
    status: response.status,
    contentType: response.header("content-type"),
    bytes: response.content.length,
    method,
    url,
    cid,
    hint: "The job may have been carried out.",
  });
}

/** Puts what became of each action in its place. */
function fill<R>(value: R, results: readonly BatchStep[], built: BuiltJob): Returned<R> {
  const filled = (item: unknown): unknown => {
    if (item instanceof Action) return results[built.indexOf(item)];
    if (Array.isArray(item)) return item.map(filled);
    if (typeof item !== "object" || item === null || Object.getPrototypeOf(item) !== Object.prototype) return item;
    return Object.fromEntries(Object.entries(item).map(([name, inner]) => [name, filled(inner)]));
  };
  // What `Returned` says of the type is what `filled` does to the value.
  return filled(value) as Returned<R>;
}
