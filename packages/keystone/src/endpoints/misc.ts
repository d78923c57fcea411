import type { FileInput } from "@latchkey/session";
import type { Document, Writes } from "./shapes.ts";

/** What a server allows. */
export interface Config {
  readonly version: string;
  /** Bytes of one file. */
  readonly max_upload_size: number;
  readonly max_upload_count: number;
  /** Media types of attachments. */
  readonly allowed_file_types: readonly string[];
  /** Seconds from login until a session ends. */
  readonly session_age: number;
}

/** The state of what a server depends on. */
export interface Health {
  readonly data: readonly HealthCheck[];
}

/** The state of one thing that a server depends on. */
export interface HealthCheck {
  readonly check: string;
  readonly healthy: boolean;
  readonly error: string | null;
  /** Seconds. */
  readonly time_taken: number;
}

/** What an action of a job may do. */
export type JobMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One action of a job as it is sent; `batch` writes them for you. */
export interface JobAction {
  /** Letters, digits and `_`; other actions refer to it as `@ref{alias.field}`. */
  readonly ref?: string | undefined;
  readonly method: JobMethod;
  /** With its outer slashes. */
  readonly path: string;
  readonly payload?: Readonly<Record<string, unknown>> | undefined;
  readonly query_params?: Readonly<Record<string, unknown>> | undefined;
}

/** Actions that succeed together or not at all. */
export interface Job {
  /** Carry them out, answer, and take them back. Default false. */
  readonly dry_run?: boolean | undefined;
  readonly actions: readonly JobAction[];
}

/** What became of one action. */
export interface JobActionResult {
  /** `""` when it has no alias. */
  readonly ref: string;
  /** 1 for the first. */
  readonly index: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** `null` where the action answers nothing. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

/** What became of a job: of each of its actions, in order. */
export interface JobResult {
  readonly results: readonly JobActionResult[];
}

/** A batch takes JSON; a multipart body has the job in its part `job`. */
type JobBody =
  | { readonly json: { readonly job: Job }; readonly form?: undefined; readonly files?: undefined }
  | { readonly form: { readonly job: string }; readonly files?: Readonly<Record<string, FileInput>> };

/** The server itself: what it allows, how it is, and batches. */
export interface MiscEndpoints {
  readonly config: Document<Config>;
  readonly batch: { readonly POST: Writes<JobBody, JobResult> };
  /** Plain text: read `text()`. */
  readonly version: Document<never>;
  /** No body: its status says all. */
  readonly health: Document<never>;
  readonly "health/json": Document<Health>;
  /** Prometheus text: read `text()`. */
  readonly "health/prom": Document<never>;
}
