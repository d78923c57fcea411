import { type ApiResponse, type OkResponse, TransportError, undecodable } from "@latchkey/session";

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What storage hosts call a file whose type nobody told them. */
const UNTYPED = /^(?:application|binary)\/octet-stream$/;

/**
 * Where an answer redirects to; `undefined` when it does not.
 *
 * @param from - the address that was asked, for relative locations
 * @throws TransportError (`redirect`) for a redirect to nowhere
 */
export function redirectOf(response: ApiResponse<unknown>, from: string): URL | undefined {
  if (!REDIRECTS.has(response.status)) return undefined;
  const location = response.header("location") ?? "";
  if (location !== "" && URL.canParse(location, from)) return new URL(location, from);
  throw new TransportError("redirect", `The image call answered ${response.status} without an address to go to.`, {
    sent: true,
    method: "GET",
    url: response.url,
    attempts: response.attempts,
  });
}

/**
 * Nothing but a 200 with an image that is not empty counts as one: not a page that asks to sign in, not an error in JSON.
 *
 * @param bytes - size of the body, wherever it went
 * @throws StatusError, DecodeError
 */
export function requireImage(response: ApiResponse<unknown>, bytes: number): OkResponse<unknown> {
  const ok = response.raiseForStatus();
  const contentType = response.header("content-type");
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (ok.status === 200 && bytes > 0 && (type.startsWith("image/") || UNTYPED.test(type))) return ok;
  const what = bytes === 0 ? "nothing" : contentType === undefined ? "a body without a type" : type;
  throw undecodable(response, `GET ${response.url} answered ${response.status} with ${what}, which is no image.`, {
    bytes,
  });
}
