import { listParams, type RequestOptions } from "@latchkey/session";
import { joinLists } from "../endpoints/joinLists.ts";
import { refuseTokens } from "./checkTokens.ts";

/**
 * Parameters as text, as an address would hold them: here the server knows neither lists nor `true`. Of a parameter that
 * is there more than once it reads the last.
 *
 * @param place - names the action in errors
 * @throws UsageError (`option`) for what no verb takes as `params` either, and for a reference
 */
export function jobQuery(
  params: RequestOptions["params"],
  place: string,
): Readonly<Record<string, string>> | undefined {
  if (params === undefined) return undefined;
  const pairs = listParams(joinLists(params), "params");
  refuseTokens(pairs, place);
  return Object.fromEntries(pairs);
}
