import type { Context } from "hono";
import type { Parameters } from "./parameters.ts";

/** What a route finds in its context: the request's parameters, read once. */
export interface Environment {
  Variables: { parameters: Parameters };
}

/** Answers a request with a signed URL of a path on the storage host. */
export type Redirect = (context: Context<Environment>, path: string) => Response;

/**
 * A piece of the path. Python's older client writes spaces in paths as `+`, which is also the sign of a time zone: a zone's
 * offset is read back by whoever reads times.
 */
export const segment = (context: Context<Environment>, name: string): string =>
  (context.req.param(name) ?? "").replaceAll("+", " ");
