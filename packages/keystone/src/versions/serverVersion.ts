import {
  type ApiResponse,
  checkOptions,
  DecodeError,
  type Flow,
  type Mode,
  StatusError,
  UsageError,
} from "@latchkey/session";
import { callShape } from "../callShape.ts";
import type { ClientAccess } from "../clientAccess.ts";
import type { CallOptions } from "../endpoints/lookup.ts";

/** The oldest server that this client speaks with. */
const OLDEST = [0, 9] as const;

/**
 * The version of the server.
 *
 * @throws UsageError (`option`) for one that is too old, naming it
 * @throws DecodeError for an answer that is no version: the url leads to something else
 */
export function* serverVersion<M extends Mode>(client: ClientAccess<M>, options?: CallOptions): Flow<string> {
  const response = yield* client.exchange("GET", "version", { request: checkOptions(options, callShape) });
  const text = response.raiseForStatus().text().trim();
  const [, major, minor] = /^v?(\d{1,6})\.(\d{1,6})(?:[.\-+\w]{0,60})$/.exec(text) ?? [];
  if (major === undefined || minor === undefined) throw notKeystone(response, client.cid);
  if (Number(major) > OLDEST[0] || Number(minor) >= OLDEST[1]) return text;
  throw new UsageError("option", `url leads to Keystone ${text}: this client speaks ${OLDEST.join(".")} and newer.`, {
    url: response.url,
    cid: client.cid,
    sent: true,
    hint: "Ask its administrators for an update; older servers have other endpoints, and lists without pages.",
  });
}

function notKeystone(response: ApiResponse<unknown>, cid: string): DecodeError {
  const { method, url } = response.request;
  return new DecodeError(`${method} ${url} did not answer with a version: is it a Keystone server?`, {
    status: response.status,
    contentType: response.header("content-type"),
    bytes: response.content.length,
    method,
    url,
    cid,
    hint: "Check the client's url; it may need the path under which the API is mounted.",
  });
}

/**
 * Tells a server that does not know an endpoint yet from a refusal.
 *
 * @throws StatusError saying since when there is such an endpoint, for an answer of 404
 */
export function refuseOlder(response: ApiResponse<unknown>, endpoint: string, since: string, cid: string): void {
  if (response.status !== 404) return;
  const { method, url } = response.request;
  throw new StatusError(`${method} ${url} answered 404: servers have ${endpoint} since Keystone ${since}.`, {
    status: response.status,
    problem: response.problem,
    response,
    retryAfter: undefined,
    method,
    url,
    cid,
    hint: "client.version() tells which one this is; or check the client's url.",
  });
}
