const limit = 10 * 1024 * 1024;

/** A request body beyond what a sandbox takes. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
  constructor() {
    super(`A request body may have ${limit} bytes at most.`);
  }
}

/**
 * The same request with a body of known, bounded size. A declared length is enforced by the HTTP parser, so only bodies without
 * one (chunked) are read here.
 *
 * @throws BodyTooLarge
 */
export async function wholeBody(request: Request): Promise<Request> {
  if (request.method === "GET" || request.method === "HEAD") return request;
  const declared = request.headers.get("content-length");
  if (declared !== null) {
    if (Number(declared) > limit) throw new BodyTooLarge();
    return request;
  }
  if (request.headers.get("transfer-encoding") === null || request.body === null) return request;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body) {
    size += part.byteLength;
    if (size > limit) throw new BodyTooLarge();
    parts.push(part);
  }
  return new Request(request.url, { method: request.method, headers: request.headers, body: Buffer.concat(parts) });
}
