import { newJar } from "#newJar";
import { anonymous } from "../auth/fixedCredential.ts";
import type { In, Mode } from "../flow/mode.ts";
import type { ApiResponse } from "../message/apiResponse.ts";
import { checkOptions } from "../request/checkOptions.ts";
import { authShape, sessionShape, settleSessionOptions } from "./checkSessionOptions.ts";
import type { RequestOptions } from "./requestOptions.ts";
import { SessionBase } from "./sessionBase.ts";
import type { SessionOptions } from "./sessionOptions.ts";
import type { Twin } from "./twin.ts";

/** A session with any server: what `AsyncSession` and `Session` share. */
export abstract class HttpSession<M extends Mode> extends SessionBase<M> {
  constructor(twin: Twin<M>, options: SessionOptions) {
    const { auth = anonymous(), ...rest } = checkOptions(options, { ...sessionShape, ...authShape });
    const settled = settleSessionOptions(rest);
    const jar = newJar(settled.base.origin);
    super(twin, settled, { name: "session", auth, cidHeader: "x-correlation-id", jar: () => jar });
  }

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
