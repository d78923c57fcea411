import { Hono } from "hono";
import { type Camera, imageName } from "../cameras/camera.ts";
import { findCamera } from "../cameras/findCameras.ts";
import { aggregates, topTen } from "../http/aggregate.ts";
import { type Environment, type Redirect, segment } from "../http/environment.ts";
import { featureCollection } from "../http/featureCollection.ts";
import { pageOf } from "../http/page.ts";
import type { Parameters } from "../http/parameters.ts";
import { notFound } from "../http/problem.ts";
import { hasImage } from "../images/imageTimes.ts";
import { cameraPath } from "../images/storage.ts";
import type { World } from "../world.ts";
import { observationFeature, parseObservationId } from "./observation.ts";
import { observationSearch } from "./searchObservations.ts";

/** `/observations`. `redirect` answers with a signed URL of a path on the storage host. */
export function observationRoutes(world: World, redirect: Redirect): Hono<Environment> {
  const search = observationSearch(world);
  const index = async (parameters: Parameters) => {
    const page = pageOf(parameters);
    const found = await search(parameters);
    const count = Math.max(0, Math.min(page.limit, found.total - page.skip));
    const shown = Array.from({ length: count }, (_, i) => found.at(page.skip + i));
    const aggs = aggregates(parameters, {
      city: () => topTen(found.perCity()),
      time: () =>
        [...found.perDay()].map(([key, count]) => ({ key, count })).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    });
    const features = shown.map(({ camera, time }) => observationFeature(world.weather, camera, time));
    const positions = shown.map(({ camera }) => camera.position);
    return featureCollection(features, { total: found.total, page, aggs }, positions);
  };
  const known = async (id: string): Promise<{ camera: Camera; time: number }> => {
    const parsed = parseObservationId(id);
    const camera = parsed && hasImage(world.clock, parsed.time) ? await findCamera(world.db, parsed.camera) : undefined;
    if (!parsed || !camera) throw notFound("observation", id);
    return { camera, time: parsed.time };
  };
  return new Hono<Environment>()
    .get("/", (context) => index(context.var.parameters))
    .post("/_search", (context) => index(context.var.parameters))
    .get("/:id", async (context) => {
      const { camera, time } = await known(segment(context, "id"));
      return Response.json(observationFeature(world.weather, camera, time));
    })
    .get("/:id/preview", async (context) => {
      const { camera, time } = await known(segment(context, "id"));
      return redirect(context, cameraPath(imageName(camera.id, time)));
    });
}
