import { type ApiResponse, type DecodeError, undecodable } from "@latchkey/session";
import { asObject, asTexts, type FeatureJson } from "../features/feature.ts";

/**
 * The JSON object that a reply holds.
 *
 * @throws StatusError when its status is not 2xx, DecodeError when it is anything but a JSON object
 */
export function readObject(response: ApiResponse<unknown>): FeatureJson {
  const object = asObject(response.raiseForStatus().json());
  if (object !== undefined) return object;
  throw unlike(response, "JSON that is no object");
}

/**
 * The texts of a list in the JSON object that a reply holds. A reply without the list says something else: it is not taken
 * for one that has nothing to list.
 *
 * @throws as {@link readObject}, and DecodeError when there is no such list
 */
export function readTexts(response: ApiResponse<unknown>, name: string): readonly string[] {
  const texts = asTexts(readObject(response)[name]);
  if (texts !== undefined) return texts;
  throw unlike(response, `JSON that has no list of ${name}`);
}

function unlike(response: ApiResponse<unknown>, what: string): DecodeError {
  return undecodable(response, `${response.request.method} ${response.url} answered with ${what}.`);
}
