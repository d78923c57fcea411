import { sql } from "kysely";
import { type Call, inTransaction } from "../call.ts";
import type { Body, Upload } from "../http/body.ts";
import type { Json, JsonObject } from "../http/json.ts";
import type { Reply } from "../http/reply.ts";
import { perform } from "../perform.ts";
import type { View } from "../view/view.ts";
import { type Action, type Job, readJob } from "./job.ts";
import { pythonText } from "./pythonText.ts";
import { BadReference, isUpload, type Known, type Resolved, resolve, resolveText } from "./references.ts";

/** `POST /batch/`: several actions, all or none. */
export const batchView: View = {
  path: "/batch/",
  name: "Batch",
  parses: ["application/json", "multipart/form-data"],
  handlers: { POST: run },
  inBatch: "opaque",
};

/** Carries an answer out of a transaction that must not be kept. */
class RolledBack extends Error {
  readonly reply: Reply;
  constructor(reply: Reply) {
    super("rolled back");
    this.reply = reply;
  }
}

async function run(call: Call): Promise<Reply> {
  const body = await call.body();
  const job = readJob(body);
  const files = body.kind === "form" ? body.files : new Map<string, Upload>();
  try {
    return await inTransaction(call, async (inner) => {
      // A batch within a batch shares its transaction, so only a savepoint can undo it alone.
      if (call.inTransaction) await sql`SAVEPOINT inner_batch`.execute(inner.db);
      const reply = await runSteps(inner, job, files);
      if (job.dryRun || reply.status >= 400) {
        if (!call.inTransaction) throw new RolledBack(reply);
        await sql`ROLLBACK TO inner_batch`.execute(inner.db);
      }
      return reply;
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.reply;
    throw error;
  }
}

async function runSteps(call: Call, { actions }: Job, files: ReadonlyMap<string, Upload>): Promise<Reply> {
  const answers = new Map<string, Json>();
  const results: Json[] = [];
  for (const [index, action] of actions.entries()) {
    const step = index + 1;
    try {
      const path = pathText(action, { answers, files });
      const { status, body } = await runStep(call, action, path, { answers, files });
      if (status >= 400) {
        const detail = `Step #${step} (${action.method} ${path}) failed with status ${status}`;
        return { status: 422, body: { detail, step, status, body } };
      }
      if (action.ref !== "") answers.set(action.ref, body);
      results.push({ ref: action.ref, index: step, method: action.method, path, status, body });
    } catch (error) {
      if (!(error instanceof BadReference)) throw error;
      return { status: 422, body: { detail: error.message, token: error.token } };
    }
  }
  return { status: 200, body: { results } };
}

function pathText({ path }: Action, known: Known): string {
  const resolved = resolveText(path, known);
  return isUpload(resolved) ? resolved.filename : pythonText(resolved);
}

async function runStep(
  call: Call,
  action: Action,
  path: string,
  known: Known,
): Promise<{ status: number; body: Json }> {
  const payload = Object.entries(action.payload).map(([name, value]): [string, Resolved] => [
    name,
    resolve(value, known),
  ]);
  const [pathname = "", search = ""] = path.split(/\?(.*)/s, 2);
  const route = call.site.routes.find(pathname);
  if (route === undefined) return { status: 404, body: { detail: `No route matched: ${path}` } };
  if (route.view.inBatch === "refuse")
    return { status: 400, body: { detail: `${route.view.path} cannot be part of a batch.` } };
  const url = new URL(call.url.origin);
  url.pathname = pathname;
  url.search = search;
  for (const [name, value] of Object.entries(action.queryParams)) url.searchParams.set(name, pythonText(value));
  const body = stepBody(payload);
  const step: Call = {
    ...call,
    method: action.method,
    url,
    headers: new Headers(),
    body: async () => body,
    cookies: [],
  };
  const { reply } = await perform(route, step, true);
  const shown = route.view.inBatch === "opaque" && reply.status < 400 ? null : (reply.body ?? null);
  return { status: reply.status, body: shown };
}

/** A payload with a file in it reaches the view as a form, any other as JSON. */
function stepBody(payload: [string, Resolved][]): Body {
  const files = new Map<string, Upload>();
  const rest: JsonObject = {};
  for (const [name, value] of payload) {
    if (isUpload(value)) files.set(name, value);
    else rest[name] = plain(value);
  }
  if (files.size === 0) return { kind: "json", data: rest };
  const fields = new Map<string, string[]>();
  for (const [name, value] of Object.entries(rest))
    fields.set(name, (Array.isArray(value) ? value : [value]).map(pythonText));
  return { kind: "form", fields, files };
}

/** Below the top level a file can only be told by its name. */
function plain(value: Resolved): Json {
  if (isUpload(value)) return value.filename;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}
