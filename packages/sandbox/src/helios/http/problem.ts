/** An answer that is not a success, in the API's shape: `{"error": {"code", "message"}}`. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: 400 | 401 | 404 | 409 | 415;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: Problem["status"], code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  toResponse(): Response {
    const body = { error: { code: this.code, message: this.message } };
    return Response.json(body, { status: this.status, headers: this.headers });
  }
}

export const badParameter = (name: string, value: string, expected: string): Problem =>
  new Problem(400, "invalid_parameter", `${name}=${value.slice(0, 100)}: ${expected}.`);

export const notFound = (kind: string, id: string): Problem =>
  new Problem(404, "not_found", `There is no ${kind} ${JSON.stringify(id.slice(0, 200))}.`);
