import type { Payload } from "../bodies/requestBody.ts";
import type { Dispatch } from "../clients/client.ts";
import type { Order } from "./order.ts";

/** A request as undici takes it. */
export function dispatchOf({ method, path }: Order, listed: readonly string[], payload: Payload | undefined): Dispatch {
  const { body = null, size } = payload ?? {};
  const headers = size !== undefined && body !== null ? [...listed, "content-length", String(size)] : listed;
  return {
    method,
    path,
    headers,
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
