import { Hono } from "hono";
import { aggregates, tally, topTen } from "../http/aggregate.ts";
import type { Environment } from "../http/environment.ts";
import { segment } from "../http/environment.ts";
import { featureCollection } from "../http/featureCollection.ts";
import { pageOf } from "../http/page.ts";
import type { Parameters } from "../http/parameters.ts";
import { notFound } from "../http/problem.ts";
import type { World } from "../world.ts";
import { alertFeature } from "./alert.ts";
import { findAlert, searchAlerts } from "./searchAlerts.ts";

/** `/alerts`. */
export function alertRoutes(world: World): Hono<Environment> {
  const index = (parameters: Parameters) => {
    const page = pageOf(parameters);
    const found = searchAlerts(world, parameters);
    const shown = found.slice(page.skip, page.skip + page.limit);
    const aggs = aggregates(parameters, {
      event: () => topTen(tally(found.map((alert) => alert.event.event))),
      state: () => topTen(tally(found.flatMap((alert) => alert.states))),
    });
    return featureCollection(shown.map(alertFeature), { total: found.length, page, aggs });
  };
  return new Hono<Environment>()
    .get("/", (context) => index(context.var.parameters))
    .post("/_search", (context) => index(context.var.parameters))
    .get("/:id", (context) => {
      const id = segment(context, "id");
      const alert = findAlert(world, id);
      if (alert === undefined) throw notFound("alert", id);
      return Response.json(alertFeature(alert));
    });
}
