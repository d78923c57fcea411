import { type ApiResponse, DecodeError } from "@latchkey/session";

/** What is used of a page. */
export interface RawPage {
  readonly count: number;
  readonly results: readonly unknown[];
}

/**
 * The page that a response is.
 *
 * @throws StatusError when it is an error
 * @throws DecodeError when it is something else than a page
 */
export function readPage(response: ApiResponse<unknown>, cid: string): RawPage {
  const body: unknown = response.raiseForStatus().json();
  const { count, results }: { readonly count?: unknown; readonly results?: unknown } = Object(body);
  if (typeof count === "number" && Array.isArray(results)) return { count, results };
  const { method, url } = response.request;
  const found = Array.isArray(body) ? "a bare list" : "something else";
  throw new DecodeError(`${method} ${url} answered ${found} where a page was expected: { count, results }.`, {
    status: response.status,
    contentType: response.header("content-type"),
    bytes: response.content.length,
    method,
    url,
    cid,
    hint: Array.isArray(body)
      ? "Servers before Keystone 0.8 answer so: client.version() tells which one this is."
      : "Only lists have pages; read anything else with httpGet.",
  });
}
