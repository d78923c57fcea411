import type { In, Mode } from "../flow/mode.ts";
import type { ApiResponse } from "../message/apiResponse.ts";
import type { RequestOptions } from "./requestOptions.ts";
import { SessionBase } from "./sessionBase.ts";

/** A session whose methods are those of HTTP, for every endpoint of its server. */
export abstract class HttpVerbs<M extends Mode> extends SessionBase<M> {
  /** GET; see {@link SessionBase.sendRequest}. */
  httpGet<T = unknown>(endpoint: string, options?: RequestOptions): In<ApiResponse<T>>[M] {
    return this.sendRequest<T>("GET", endpoint, options);
  }

  /** POST; see {@link SessionBase.sendRequest}. */
  httpPost<T = unknown>(endpoint: string, options?: RequestOptions): In<ApiResponse<T>>[M] {
    return this.sendRequest<T>("POST", endpoint, options);
  }

  /** PUT; see {@link SessionBase.sendRequest}. */
  httpPut<T = unknown>(endpoint: string, options?: RequestOptions): In<ApiResponse<T>>[M] {
    return this.sendRequest<T>("PUT", endpoint, options);
  }

  /** PATCH; see {@link SessionBase.sendRequest}. */
  httpPatch<T = unknown>(endpoint: string, options?: RequestOptions): In<ApiResponse<T>>[M] {
    return this.sendRequest<T>("PATCH", endpoint, options);
  }

  /** DELETE; see {@link SessionBase.sendRequest}. */
  httpDelete<T = unknown>(endpoint: string, options?: RequestOptions): In<ApiResponse<T>>[M] {
    return this.sendRequest<T>("DELETE", endpoint, options);
  }
}
