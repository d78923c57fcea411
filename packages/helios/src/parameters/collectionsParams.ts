import { oneOf } from "@latchkey/session";
import { type OneOrMore, type Time, textParam, timeParam } from "./paramChecks.ts";
import type { PageParams, SearchShape } from "./search.ts";

/** What to search collections by, named as the API names it. */
export interface CollectionsParams extends PageParams {
  /** Text to look for. */
  readonly q?: string | undefined;
  /** Made then or later; may be partial: `"2018-02"`. */
  readonly created_at_min?: Time | undefined;
  /** Made then or before. */
  readonly created_at_max?: Time | undefined;
  /** Last changed then or later. */
  readonly updated_at_min?: Time | undefined;
  /** Last changed then or before. */
  readonly updated_at_max?: Time | undefined;
  readonly sort?: "name" | "created_at" | "updated_at" | undefined;
  /** Default "asc". */
  readonly sort_dir?: "asc" | "desc" | undefined;
  /** What to count results by, for example "tags"; the counts come as `aggs`. */
  readonly aggs?: OneOrMore<string> | undefined;
}

export const collectionsShape: SearchShape = {
  q: textParam(),
  created_at_min: timeParam(),
  created_at_max: timeParam(),
  updated_at_min: timeParam(),
  updated_at_max: timeParam(),
  sort: oneOf("name", "created_at", "updated_at"),
  sort_dir: oneOf("asc", "desc"),
  aggs: textParam(),
};
