import { type ApiResponse, type In, type Mode, type RequestOptions, SessionBase } from "@latchkey/session";
import type { Answer, Arguments, EndpointArgument } from "./lookup.ts";

/** The five verbs, typed by what the API has at each endpoint. */
export abstract class TypedHttp<M extends Mode> extends SessionBase<M> {
  /**
   * GET. The endpoint is the API's own, with or without outer slashes; it decides which `params` there are and what
   * `json()` gives. An endpoint that the types do not know works as well: its answer is `unknown`, or of your type.
   *
   * @throws UsageError for bad input, and when the client is closed
   * @throws TransportError when there is no response; a response of any status is returned
   *
   * @example
   * ```ts
   * const page = (await client.httpGet("users/teams", { params: { name__contains: "lab" } })).raiseForStatus().json(); // Page<Team>
   * const team = (await client.httpGet(`users/teams/${id}`)).raiseForStatus().json(); // Team
   * const mine = (await client.httpGet<Mine>("plugin/mine")).raiseForStatus().json(); // Mine
   * ```
   */
  httpGet<const E>(
    endpoint: EndpointArgument<E>,
    ...options: Arguments<"GET", E>
  ): In<ApiResponse<Answer<"GET", E>>>[M];
  httpGet(endpoint: string, options?: RequestOptions): In<ApiResponse<unknown>>[M] {
    return this.sendRequest("GET", endpoint, options);
  }

  /**
   * POST; see `httpGet`. The body is `json` or `form`, for attachments `form` and `files`.
   *
   * @example
   * ```ts
   * const made = await client.httpPost("users/teams", { json: { name: "Physics" } });
   * ```
   */
  httpPost<const E>(
    endpoint: EndpointArgument<E>,
    ...options: Arguments<"POST", E>
  ): In<ApiResponse<Answer<"POST", E>>>[M];
  httpPost(endpoint: string, options?: RequestOptions): In<ApiResponse<unknown>>[M] {
    return this.sendRequest("POST", endpoint, options);
  }

  /** PUT: replaces a record; every field that creating one needs must be there. See `httpPost`. */
  httpPut<const E>(
    endpoint: EndpointArgument<E>,
    ...options: Arguments<"PUT", E>
  ): In<ApiResponse<Answer<"PUT", E>>>[M];
  httpPut(endpoint: string, options?: RequestOptions): In<ApiResponse<unknown>>[M] {
    return this.sendRequest("PUT", endpoint, options);
  }

  /** PATCH: changes the fields that are given. See `httpPost`. */
  httpPatch<const E>(
    endpoint: EndpointArgument<E>,
    ...options: Arguments<"PATCH", E>
  ): In<ApiResponse<Answer<"PATCH", E>>>[M];
  httpPatch(endpoint: string, options?: RequestOptions): In<ApiResponse<unknown>>[M] {
    return this.sendRequest("PATCH", endpoint, options);
  }

  /** DELETE; see `httpGet`. Its answer has no body. */
  httpDelete<const E>(
    endpoint: EndpointArgument<E>,
    ...options: Arguments<"DELETE", E>
  ): In<ApiResponse<Answer<"DELETE", E>>>[M];
  httpDelete(endpoint: string, options?: RequestOptions): In<ApiResponse<unknown>>[M] {
    return this.sendRequest("DELETE", endpoint, options);
  }
}
