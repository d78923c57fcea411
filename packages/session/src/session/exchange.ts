import { failing } from "../flow/failing.ts";
import type { Flow } from "../flow/flow.ts";
import { mapped } from "../flow/mapped.ts";
import { onFailure } from "../flow/onFailure.ts";
import type { ApiResponse } from "../message/apiResponse.ts";
import { apiResponse } from "../message/httpResponse.ts";
import type { Reply } from "../message/reply.ts";
import type { Request } from "../message/request.ts";
import { sourcesOf, stopSources } from "../request/stopSources.ts";
import { type ExchangeOptions, newRequest } from "./newRequest.ts";
import type { SessionCore } from "./sessionCore.ts";

/** One call: what the caller wrote, through all layers, and the response. What is wrong with it is told when it is run. */
export function exchange<T>(
  core: SessionCore,
  method: string,
  endpoint: string,
  options?: ExchangeOptions,
): Flow<ApiResponse<T>> {
  const sources = sourcesOf(options?.request);
  const flow = begun<T>(core, method, endpoint, options);
  return sources.length === 0 ? flow : onFailure(flow, () => stopSources(sources));
}

function begun<T>(
  core: SessionCore,
  method: string,
  endpoint: string,
  options: ExchangeOptions | undefined,
): Flow<ApiResponse<T>> {
  try {
    core.assertOpen();
    const request = newRequest(core, method, endpoint, options);
    return mapped(core.send(request), response<T>, request);
  } catch (error) {
    return failing(error);
  }
}

function response<T>(reply: Reply, { method, origin, path, call }: Request): ApiResponse<T> {
  return apiResponse<T>(reply, call, { method, url: origin + path });
}
