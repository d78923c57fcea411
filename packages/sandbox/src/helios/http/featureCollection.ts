import { boxOf, type Position } from "../geo/shapes.ts";
import type { Bucket } from "./aggregate.ts";
import type { Page } from "./page.ts";

/** The GeoJSON envelope of a search; `positions`, where given, make its `bbox`. */
export function featureCollection(
  features: readonly object[],
  { total, page, aggs }: { total: number; page: Page; aggs: Record<string, Bucket[]> },
  positions: readonly Position[] = [],
): Response {
  return Response.json({
    type: "FeatureCollection",
    features,
    properties: { total, skip: page.skip, limit: page.limit, aggs },
    ...(positions.length > 0 && { bbox: boxOf(positions) }),
  });
}
