import { type ApiResponse, problemText, redactUrl } from "@latchkey/session";
import type { ActionPlan } from "./action.ts";
import { BatchError, type FailedAction } from "./batchError.ts";
import { withoutQueryValues } from "./withoutQueryValues.ts";

type Sent = readonly (ActionPlan & { readonly alias: string | undefined })[];

/**
 * Tells which action of a job failed. A 422 comes in two shapes: an action that was refused, by its number; and a
 * reference that cannot be resolved, by its text.
 *
 * @throws BatchError for a 422 of either shape
 */
export function refuseJob(response: ApiResponse<unknown>, sent: Sent, cid: string): void {
  if (response.status !== 422) return;
  const { step, status, body, detail, token }: Problem = Object(response.problem);
  const byNumber = typeof step === "number";
  const byToken = typeof token === "string";
  if (!byNumber && !byToken) return;
  const index = byNumber ? step - 1 : sent.findIndex((action) => holds(action, String(token)));
  const action = named(sent, index);
  const actionStatus = typeof status === "number" ? status : undefined;
  const what = action === undefined ? "An action" : `Action ${action.index} of ${sent.length} (${describe(action)})`;
  const why = byNumber ? `failed with status ${actionStatus}` : `cannot be carried out`;
  const { method, url } = response.request;
  throw new BatchError(`${what} ${why}: nothing of the job was done.${said(byNumber ? body : detail, sent[index])}`, {
    status: response.status,
    problem: byNumber ? body : response.problem,
    response,
    retryAfter: undefined,
    method,
    url,
    cid,
    hint: byNumber
      ? "problem is what that action answered."
      : "A reference names a field, or an index of a list, of what an earlier action answers.",
    action,
    actionStatus,
    token: byToken ? token : undefined,
  });
}

interface Problem {
  readonly step?: unknown;
  readonly status?: unknown;
  readonly body?: unknown;
  readonly detail?: unknown;
  readonly token?: unknown;
}

function holds({ path, payload }: ActionPlan, token: string): boolean {
  const text = token.startsWith("@") ? token : `{${token}}`;
  return path.includes(text) || JSON.stringify(payload ?? {}).includes(text);
}

function named(sent: Sent, index: number): FailedAction | undefined {
  const action = sent[index];
  if (action === undefined) return undefined;
  return { index: index + 1, method: action.method, path: redactUrl(action.path), alias: action.alias };
}

function describe({ method, path, alias }: FailedAction): string {
  return `${method} ${path.replace(/\?.*$/s, "")}${alias === undefined ? "" : ` as ${alias}`}`;
}

function said(problem: unknown, action: ActionPlan | undefined): string {
  const text = problemText(problem, (sentence) => withoutQueryValues(sentence, action?.path ?? ""));
  return text === "" ? "" : ` The server says: ${text}`;
}
