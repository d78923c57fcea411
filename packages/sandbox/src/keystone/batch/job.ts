import { type Body, bodyValue } from "../http/body.ts";
import { isObject, type Json, type JsonObject, pythonType } from "../http/json.ts";
import { problems } from "../http/problem.ts";
import { coerce, Refused } from "../record/coerce.ts";

/** One action of a job, checked. */
export interface Action {
  method: string;
  path: string;
  payload: JsonObject;
  queryParams: JsonObject;
  ref: string;
}

/** What a batch is asked to do. */
export interface Job {
  dryRun: boolean;
  actions: Action[];
}

const methods = Object.fromEntries(["GET", "POST", "PUT", "PATCH", "DELETE"].map((method) => [method, method]));

/**
 * Reads the job out of a batch's body: an object, or JSON text as forms send it.
 *
 * @throws Problem 400
 */
export function readJob(body: Body): Job {
  let job = bodyValue(body, "job");
  if (typeof job === "string") job = parseText(job);
  if (job === undefined || job === null) throw problems.invalid({ non_field_errors: ["No data provided"] });
  if (!isObject(job)) throw problems.invalid(notADictionary(job));
  const errors: JsonObject = {};
  const dryRun =
    attempt(errors, "dry_run", () =>
      optional(job["dry_run"], (value) => coerce({ kind: "boolean" }, value, false) === 1),
    ) ?? false;
  const actions = readActions(job["actions"], errors);
  if (Object.keys(errors).length > 0) throw problems.invalid(errors);
  const named = actions.map(({ ref }) => ref).filter((ref) => ref !== "");
  if (new Set(named).size < named.length)
    throw problems.invalid({ actions: ["Reference aliases must be unique within a job."] });
  return { dryRun, actions };
}

function parseText(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw problems.invalid({ detail: "The `job` field is not valid JSON." });
  }
}

const notADictionary = (value: Json): JsonObject => ({
  non_field_errors: [`Invalid data. Expected a dictionary, but got ${pythonType(value)}.`],
});

function readActions(given: Json | undefined, errors: JsonObject): Action[] {
  if (given === undefined || given === null) {
    errors["actions"] = [given === null ? "This field may not be null." : "This field is required."];
    return [];
  }
  if (!Array.isArray(given) || given.length === 0) {
    const text = Array.isArray(given)
      ? "This list may not be empty."
      : `Expected a list of items but got type "${pythonType(given)}".`;
    errors["actions"] = { non_field_errors: [text] };
    return [];
  }
  const problemsOf = given.map((): JsonObject => ({}));
  const actions = given.map((item, index) => readAction(item, problemsOf[index] ?? {}));
  if (problemsOf.some((problem) => Object.keys(problem).length > 0)) errors["actions"] = problemsOf;
  return actions;
}

function readAction(item: Json, errors: JsonObject): Action {
  if (!isObject(item)) {
    Object.assign(errors, notADictionary(item));
    return { method: "", path: "", payload: {}, queryParams: {}, ref: "" };
  }
  const text = (max: number) => (value: Json) => String(coerce({ kind: "text", max }, value, false));
  const read = <T>(name: string, take: () => T): T | undefined => attempt(errors, name, take);
  return {
    method:
      read("method", () =>
        required(item["method"], (value) => String(coerce({ kind: "choice", choices: methods }, value, false))),
      ) ?? "",
    path: read("path", () => required(item["path"], text(2048))) ?? "",
    payload: read("payload", () => optional(item["payload"], dictionary)) ?? {},
    queryParams: read("query_params", () => optional(item["query_params"], dictionary)) ?? {},
    ref: read("ref", () => optional(item["ref"], alias)) ?? "",
  };
}

function attempt<T>(errors: JsonObject, name: string, take: () => T): T | undefined {
  try {
    return take();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    errors[name] = [error.message];
    return undefined;
  }
}

function optional<T>(value: Json | undefined, take: (value: Json) => T): T | undefined {
  if (value === null) throw new Refused("This field may not be null.");
  return value === undefined ? undefined : take(value);
}

function required<T>(value: Json | undefined, take: (value: Json) => T): T | undefined {
  if (value === undefined) throw new Refused("This field is required.");
  return optional(value, take);
}

function dictionary(value: Json): JsonObject {
  if (isObject(value)) return value;
  throw new Refused(`Expected a dictionary of items but got type "${pythonType(value)}".`);
}

function alias(value: Json): string {
  const name = String(coerce({ kind: "text", blank: true }, value, false));
  if (/^\w*$/.test(name)) return name;
  throw new Refused("Reference aliases may only contain alphanumeric characters and underscores.");
}
