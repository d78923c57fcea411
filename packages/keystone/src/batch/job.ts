import { type Files, UsageError } from "@latchkey/session";
import type { Method } from "../endpoints/lookup.ts";
import { Action, type ActionPlan } from "./action.ts";
import { checkTokens } from "./checkTokens.ts";
import { type JobFields, jobFields } from "./jobFields.ts";
import { jobPath } from "./jobPath.ts";
import { jobQuery } from "./jobQuery.ts";
import type { JobAnswer, JobArguments, JobEndpoint, JobOptions } from "./jobTypes.ts";

interface Planned extends ActionPlan {
  alias: string | undefined;
}

/** A job that is complete. */
export interface BuiltJob {
  readonly actions: readonly Readonly<Planned>[];
  /** By the names of their parts. */
  readonly files: Files;
  /** Where in the job an action is; -1 for one of another job. */
  indexOf(action: Action): number;
}

/** A job that is being built: actions that succeed together or not at all, in order. */
export class Job {
  readonly #planned: Planned[] = [];
  readonly #order = new Map<Action, number>();
  readonly #aliases = new Set<string>();
  readonly #tokens = new Set<string>();
  readonly #files: Record<string, NonNullable<Files[string]>> = Object.create(null);
  #closed = false;

  /** Reads records. */
  get<const E>(endpoint: JobEndpoint<E>, ...options: JobArguments<"GET", E>): Action<JobAnswer<"GET", E>>;
  get(endpoint: string, options?: JobOptions): Action {
    return this.#add("GET", endpoint, options);
  }

  /** Makes a record. The body is `json`; for attachments `form` and `files`. */
  post<const E>(endpoint: JobEndpoint<E>, ...options: JobArguments<"POST", E>): Action<JobAnswer<"POST", E>>;
  post(endpoint: string, options?: JobOptions): Action {
    return this.#add("POST", endpoint, options);
  }

  /** Replaces a record. */
  put<const E>(endpoint: JobEndpoint<E>, ...options: JobArguments<"PUT", E>): Action<JobAnswer<"PUT", E>>;
  put(endpoint: string, options?: JobOptions): Action {
    return this.#add("PUT", endpoint, options);
  }

  /** Changes a record. */
  patch<const E>(endpoint: JobEndpoint<E>, ...options: JobArguments<"PATCH", E>): Action<JobAnswer<"PATCH", E>>;
  patch(endpoint: string, options?: JobOptions): Action {
    return this.#add("PATCH", endpoint, options);
  }

  /** Deletes a record. */
  delete<const E>(endpoint: JobEndpoint<E>, ...options: JobArguments<"DELETE", E>): Action<JobAnswer<"DELETE", E>>;
  delete(endpoint: string, options?: JobOptions): Action {
    return this.#add("DELETE", endpoint, options);
  }

  /** @internal What was built; nothing can be added from then on. */
  finish(): BuiltJob {
    this.#closed = true;
    return { actions: this.#planned, files: this.#files, indexOf: (action) => this.#order.get(action) ?? -1 };
  }

  #add(method: Method, endpoint: string, options: JobOptions = {}): Action {
    if (this.#closed) throw new UsageError("option", "The job was sent already: actions are added while it is built.");
    const path = jobPath(endpoint);
    const place = `Action ${this.#planned.length + 1} (${method} ${path.replace(/\?.*$/s, "")})`;
    if (typeof options !== "object" || options === null) {
      throw new UsageError("option", `${place}: its options must be an object.`);
    }
    const { as, json, form, files, params, ...rest } = options;
    for (const name of Object.keys(rest)) throw new UsageError("option", `${place} has no option "${name}".`);
    if (json !== undefined && (form !== undefined || files !== undefined)) {
      throw new UsageError("body", `${place}: json cannot go with form or files. Give form and files, or json.`);
    }
    const query = jobQuery(params, place);
    checkTokens(path, this.#tokens, place);
    const fields = jobFields({ json, form }, this.#tokens, place);
    const payload =
      fields === undefined && files === undefined ? undefined : { ...fields, ...this.#keep(files, fields, place) };
    const planned: Planned = { method, path, payload, query, alias: undefined };
    if (as !== undefined) this.#name(planned, as);
    const action = new Action((keys) => this.#refer(planned, keys));
    this.#order.set(action, this.#planned.push(planned) - 1);
    return action;
  }

  /** Keeps files to send beside the job; each has a part of its own, which the payload names. */
  #keep(files: Files | undefined, fields: JobFields | undefined, place: string): Record<string, string> {
    const named: Record<string, string> = {};
    for (const [field, file] of Object.entries(files ?? {})) {
      if (file === undefined) continue;
      if (Array.isArray(file)) throw new UsageError("option", `${place}: files.${field} must be one file.`);
      const part = `file${Object.keys(this.#files).length + 1}`;
      this.#files[part] = file;
      named[field] = `@file{${part}}`;
    }
    if (Object.keys(named).length > 0 && Object.values(fields ?? {}).includes(null)) {
      throw new UsageError("body", `${place}: there is no null beside a file. Leave the field out.`);
    }
    return named;
  }

  #name(planned: Planned, alias: string): void {
    if (typeof alias !== "string" || !/^[A-Za-z0-9_]+$/.test(alias)) {
      throw new UsageError("option", "as must be made of letters, digits and underscores.");
    }
    if (this.#aliases.has(alias)) throw new UsageError("option", `as: "${alias}" is the name of an earlier action.`);
    this.#aliases.add(alias);
    planned.alias = alias;
  }

  #refer(planned: Planned, keys: readonly (string | number)[]): string {
    if (planned.alias === undefined) {
      let alias = `a${this.#planned.indexOf(planned) + 1}`;
      while (this.#aliases.has(alias)) alias += "_";
      this.#name(planned, alias);
    }
    const token = `@ref{${[planned.alias, ...keys].join(".")}}`;
    this.#tokens.add(token);
    return token;
  }
}
