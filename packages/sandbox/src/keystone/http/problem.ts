import type { Json } from "./json.ts";

/** An answer that is an error: thrown anywhere below the pipeline, which sends it. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly body: Json;
  readonly headers: Record<string, string>;

  constructor(status: number, body: Json, headers: Record<string, string> = {}) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

const detail = (status: number, text: string, headers?: Record<string, string>): Problem =>
  new Problem(status, { detail: text }, headers);

/** The errors of the API, as it words them. */
export const problems = {
  anonymous: (): Problem =>
    detail(401, "Authentication credentials were not provided.", { "WWW-Authenticate": "Token" }),
  token: (text: string): Problem => detail(401, text, { "WWW-Authenticate": "Token" }),
  forbidden: (): Problem => detail(403, "You do not have permission to perform this action."),
  csrf: (reason: string): Problem => detail(403, `CSRF Failed: ${reason}`),
  notFound: (): Problem => detail(404, "Not found."),
  noMatch: (model: string): Problem => detail(404, `No ${model} matches the given query.`),
  method: (method: string): Problem => detail(405, `Method "${method}" not allowed.`),
  accept: (): Problem => detail(406, "Could not satisfy the request Accept header."),
  mediaType: (type: string): Problem => detail(415, `Unsupported media type "${type}" in request.`),
  json: (reason: string): Problem => detail(400, `JSON parse error - ${reason}`),
  multipart: (reason: string): Problem => detail(400, `Multipart form parse error - ${reason}`),
  throttled: (seconds: number): Problem =>
    detail(429, `Request was throttled. Expected available in ${Math.ceil(seconds)} seconds.`, {
      "Retry-After": String(Math.floor(seconds)),
    }),
  invalid: (body: Json): Problem => new Problem(400, body),
  conflict: (text: string): Problem => detail(409, text),
};
