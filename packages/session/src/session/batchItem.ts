import type { ApiResponse } from "../message/apiResponse.ts";
import type { BatchRequest } from "./requestOptions.ts";

/**
 * What became of one request of a batch: a response, whatever its status, or the error that kept it from having one
 * (a LatchkeyError, unless a layer of your own threw something else).
 */
export type BatchItem<T = unknown> =
  | { readonly request: BatchRequest; readonly response: ApiResponse<T>; readonly error?: never }
  | { readonly request: BatchRequest; readonly response?: never; readonly error: Error };
