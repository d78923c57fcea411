import { type OneOrMore, type Time, textParam, timeParam } from "./paramChecks.ts";
import { type PlaceParams, placeShape } from "./placeParams.ts";
import type { PageParams, SearchShape } from "./search.ts";
import { type SensorFilters, sensorPairs } from "./sensorParams.ts";

/** What to search observations by, named as the API names it. */
export interface ObservationsParams extends PlaceParams, PageParams {
  /** Text to look for. */
  readonly q?: string | undefined;
  readonly city?: OneOrMore<string> | undefined;
  /** From then on, included; may be partial: `"2018-02"`. Without it the API looks at recent observations. */
  readonly time_min?: Time | undefined;
  /** Until then, included. */
  readonly time_max?: Time | undefined;
  /** Filters by what sensors report, as an object or as the API spells them: `"sensors[visibility][data][min]=0"`. */
  readonly sensors?: SensorFilters | string | undefined;
  /** What to count results by, for example "time" (days) or "city"; the counts come as `aggs`. */
  readonly aggs?: OneOrMore<string> | undefined;
}

export const observationsShape: SearchShape = {
  ...placeShape,
  q: textParam(),
  city: textParam(),
  time_min: timeParam(),
  time_max: timeParam(),
  sensors: sensorPairs,
  aggs: textParam(),
};
