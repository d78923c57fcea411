import { type OneOrMore, textParam } from "./paramChecks.ts";
import { type PlaceParams, placeShape } from "./placeParams.ts";
import type { PageParams, SearchShape } from "./search.ts";

/** What to search alerts by, named as the API names it. */
export interface AlertsParams extends PlaceParams, PageParams {
  /** Text to look for. */
  readonly q?: string | undefined;
  /** For example "severe thunderstorm warning". */
  readonly event?: OneOrMore<string> | undefined;
  /** What to count results by; the counts come as `aggs`. */
  readonly aggs?: OneOrMore<string> | undefined;
}

export const alertsShape: SearchShape = { ...placeShape, q: textParam(), event: textParam(), aggs: textParam() };
