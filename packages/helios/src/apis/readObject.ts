import { type ApiResponse, DecodeError } from "@latchkey/session";
import { asObject, type FeatureJson } from "../features/feature.ts";

/**
 * The JSON object that a reply holds.
 *
 * @throws StatusError when its status is not 2xx, DecodeError when it is anything but a JSON object
 */
export function readObject(response: ApiResponse<unknown>): FeatureJson {
  const object = asObject(response.raiseForStatus().json());
  if (object !== undefined) return object;
  const { status, content, request, url } = response;
  throw new DecodeError(`${request.method} ${url} answered with JSON that is no object.`, {
    status,
    contentType: response.header("content-type"),
    bytes: content.length,
    method: request.method,
    url,
  });
}
