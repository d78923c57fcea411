import { type OneOrMore, textParam } from "./paramChecks.ts";
import { type PlaceParams, placeShape } from "./placeParams.ts";
import type { PageParams, SearchShape } from "./search.ts";

/** What to search cameras by, named as the API names it. */
export interface CamerasParams extends PlaceParams, PageParams {
  /** Text to look for, for example "south". */
  readonly q?: string | undefined;
  readonly city?: OneOrMore<string> | undefined;
  /** What to count results by, for example "city"; the counts come as `aggs`. */
  readonly aggs?: OneOrMore<string> | undefined;
}

export const camerasShape: SearchShape = { ...placeShape, q: textParam(), city: textParam(), aggs: textParam() };
