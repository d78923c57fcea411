import { encodeJson, UsageError } from "@latchkey/session";
import { checkTokens } from "./checkTokens.ts";
import type { JobOptions } from "./jobTypes.ts";

/** What an action sends beside its files. */
export type JobFields = Readonly<Record<string, unknown>>;

/**
 * The fields of an action's body, as JSON has them.
 *
 * @param known - the references that the job gave out so far
 * @param place - names the action in errors
 * @throws UsageError (`body`) for a body that is no object of fields or that JSON has no form for, and for a reference
 * of another job
 */
export function jobFields(
  { json, form }: Pick<JobOptions, "json" | "form">,
  known: ReadonlySet<string>,
  place: string,
): JobFields | undefined {
  const body: unknown = json === undefined ? form : json;
  if (body === undefined) return undefined;
  if (!isFields(body)) throw notFields(place);
  const text = json === undefined ? encodeJson(formFields(body), `${place}: form`) : encodeJson(body, `${place}: json`);
  checkTokens(text, known, place);
  // What was looked at is what is sent, whatever becomes of the caller's object until then.
  const fields: unknown = JSON.parse(text);
  if (!isFields(fields)) throw notFields(place);
  return fields;
}

/** Lists and maps have no fields of their own, and would send nothing. */
function isFields(value: unknown): value is JobFields {
  return typeof value === "object" && value !== null && !(Symbol.iterator in value);
}

function notFields(place: string): UsageError {
  return new UsageError("body", `${place}: its body must be an object of fields.`);
}

/** A form is text: it holds numbers that JSON has no form for. */
function formFields(form: JobFields): JobFields {
  const text = (value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);
  const fields = Object.entries(form).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(text) : text(value),
  ]);
  return Object.fromEntries(fields);
}
