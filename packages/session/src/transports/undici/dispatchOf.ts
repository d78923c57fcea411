import type { Dispatch } from "./client.ts";
import { ACCEPTED_CODINGS } from "./contentCoding.ts";
import type { Order } from "./order.ts";
import type { Payload } from "./requestBody.ts";

/** A request as undici takes it. */
export function dispatchOf({ method, path, headers }: Order, payload: Payload | undefined): Dispatch {
  const { body = null, size } = payload ?? {};
  const flat: string[] = [];
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    // The length is the body's own.
    if (value !== undefined && name !== "content-length") flat.push(name, value);
  }
  if (!Object.hasOwn(headers, "accept-encoding")) flat.push("accept-encoding", ACCEPTED_CODINGS);
  if (size !== undefined && body !== null) flat.push("content-length", String(size));
  return {
    method,
    path,
    headers: flat,
    body,
    query: undefined,
    idempotent: undefined,
    blocking: undefined,
    upgrade: undefined,
    headersTimeout: undefined,
    bodyTimeout: undefined,
    reset: undefined,
    expectContinue: undefined,
    servername: undefined,
    throwOnError: undefined,
    maxRedirections: undefined,
    typeOfService: undefined,
  };
}
