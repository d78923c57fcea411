import { type ApiResponse, type Flow, type Mode, TransportError, UsageError } from "@latchkey/session";
import type { HeliosCalls } from "../apis/heliosCalls.ts";
import type { Timing } from "../batches/batchOptions.ts";
import { redirectOf } from "./imageReply.ts";

const MAX_HOPS = 5;

/** What came of asking one address: an image, or an answer that leads on to another. */
export type Hop<T> = { readonly image: T } | { readonly redirect: URL };

/** Asks one address for an image; `given` is its answer, where it has been asked already. */
export type AskFor<T> = (url: URL, given?: ApiResponse<unknown>) => Flow<Hop<T>>;

/** One image call: an authenticated request to the API, then bare ones to wherever that leads. */
export function* imageCall<M extends Mode, T>(
  calls: HeliosCalls<M>,
  path: string,
  { timeout, deadline }: Timing,
  ask: AskFor<T>,
): Flow<T> {
  const api = new URL(`${calls.apiUrl}/${path}`);
  const answer = yield* calls.get<unknown>(path, { timeout, deadline, patient: true });
  const redirect = redirectOf(answer, api.href);
  let hop: Hop<T> = redirect === undefined ? yield* ask(api, answer) : { redirect };
  for (let hops = 0; "redirect" in hop; hops += 1) {
    const to: URL = hop.redirect;
    const attempts = answer.attempts + hops;
    if (hops === MAX_HOPS) throw lost(`was redirected more than ${MAX_HOPS} times`, to, attempts);
    try {
      hop = yield* ask(to);
    } catch (error) {
      if (!(error instanceof UsageError) || error.code !== "endpoint") throw error;
      throw lost("was redirected to an address that is not https, or holds a user name", to, attempts);
    }
  }
  return hop.image;
}

/**
 * GET with nothing of the session's in it; its time-out is the longest silence, wherever the image goes.
 *
 * @param save - a file for the body
 * @throws UsageError (`endpoint`) for an address that is neither https nor on this machine
 */
export function bareGet<M extends Mode>(
  calls: HeliosCalls<M>,
  url: URL,
  { timeout, deadline }: Timing,
  save?: string,
): Flow<ApiResponse<unknown>> {
  const target = save === undefined ? undefined : ({ file: save, existing: "replace" } as const);
  return calls.elsewhere(url.href, { timeout, deadline, save: target, streams: true });
}

function lost(what: string, { origin, pathname }: URL, attempts: number): TransportError {
  const url = `${origin}${pathname}`;
  return new TransportError("redirect", `The image call ${what}: ${url}`, { sent: true, method: "GET", url, attempts });
}
