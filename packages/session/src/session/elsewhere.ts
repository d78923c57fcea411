import { UsageError } from "../errors/usageError.ts";
import type { Flow } from "../flow/flow.ts";
import type { ApiResponse } from "../message/apiResponse.ts";
import { apiResponse } from "../message/httpResponse.ts";
import type { SaveTarget } from "../message/request.ts";
import { isLoopback } from "../request/isLoopback.ts";
import { redactUrl } from "../request/redactUrl.ts";
import type { SessionCore } from "./sessionCore.ts";

/** Options of a request to another origin. */
export interface ElsewhereOptions {
  /** Stream a successful body to this file. */
  readonly save?: SaveTarget | undefined;
  /** The body is one that may take its time, such as an image: `timeout` is the longest silence. Default: when it is saved. */
  readonly streams?: boolean | undefined;
  /** In ms, for all of it; the longest silence where the body streams. */
  readonly timeout?: number | undefined;
  /** In ms, the queue included. */
  readonly deadline?: number | undefined;
}

/** One GET that carries nothing of the session's. */
export function* elsewhere(core: SessionCore, url: string, options: ElsewhereOptions): Flow<ApiResponse<unknown>> {
  const { origin, pathname, search } = checkUrl(url);
  const { save, streams = save !== undefined, timeout, deadline } = options;
  const call = core.call({ timeout, deadline, streams, patient: true });
  const path = pathname + search;
  const reply = yield* core.sendBare(call, { method: "GET", origin, path, save, isAnonymous: true });
  return apiResponse(reply, call, { method: "GET", url: origin + path });
}

function checkUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const safe = parsed?.protocol === "https:" || (parsed?.protocol === "http:" && isLoopback(parsed.hostname));
  if (parsed !== undefined && safe && parsed.username === "" && parsed.password === "") return parsed;
  throw new UsageError("endpoint", `Not an address to fetch from: ${redactUrl(url)}`, {
    hint: "It must be an absolute https URL without a user name; plain http only to this machine.",
  });
}
