import { type Context, Hono } from "hono";
import { aggregates, tally, topTen } from "../http/aggregate.ts";
import { type Environment, type Redirect, segment } from "../http/environment.ts";
import { featureCollection } from "../http/featureCollection.ts";
import { instantOf, parseInstant } from "../http/instant.ts";
import { pageOf } from "../http/page.ts";
import type { Parameters } from "../http/parameters.ts";
import { badParameter, notFound } from "../http/problem.ts";
import { closestImage, imageTimes } from "../images/imageTimes.ts";
import { cameraPath } from "../images/storage.ts";
import { archiveStart, latestStep, type World } from "../world.ts";
import { type Camera, cameraFeature, imageName } from "./camera.ts";
import { findCamera, findCameras } from "./findCameras.ts";

const standardTimes = 100;
const mostTimes = 500;

/** `/cameras`. `redirect` answers with a signed URL of a path on the storage host. */
export function cameraRoutes(world: World, redirect: Redirect): Hono<Environment> {
  const index = async (parameters: Parameters) => {
    const page = pageOf(parameters);
    const found = await findCameras(world.db, parameters);
    const shown = found.slice(page.skip, page.skip + page.limit);
    const aggs = aggregates(parameters, {
      city: () => topTen(tally(found.map((camera) => camera.city))),
      state: () => topTen(tally(found.map((camera) => camera.state))),
    });
    const positions = shown.map((camera) => camera.position);
    return featureCollection(shown.map(cameraFeature), { total: found.length, page, aggs }, positions);
  };
  const known = async (id: string): Promise<Camera> => {
    const camera = await findCamera(world.db, id);
    if (camera === undefined) throw notFound("camera", id);
    return camera;
  };
  const picture = (context: Context<Environment>, { id }: Camera, time: number) =>
    redirect(context, cameraPath(imageName(id, closestImage(world.clock, time))));

  return new Hono<Environment>()
    .get("/", (context) => index(context.var.parameters))
    .post("/_search", (context) => index(context.var.parameters))
    .get("/:id", async (context) => Response.json(cameraFeature(await known(segment(context, "id")))))
    .get("/:id/images", async (context) => {
      await known(segment(context, "id"));
      const { parameters } = context.var;
      const limit = parameters.number("limit") ?? standardTimes;
      if (!Number.isInteger(limit) || limit < 0) throw badParameter("limit", String(limit), "give a whole number");
      const from = instantOf(parameters, "time") ?? archiveStart;
      const times = imageTimes(world.clock, from, Math.min(mostTimes, limit));
      return Response.json({ total: times.length, times });
    })
    .get("/:id/images/:time", async (context) => {
      const camera = await known(segment(context, "id"));
      const text = segment(context, "time");
      const time = parseInstant(text);
      if (time === undefined) throw badParameter("time", text, "give an ISO 8601 time");
      return picture(context, camera, time);
    })
    .get("/:id/live", async (context) =>
      picture(context, await known(segment(context, "id")), latestStep(world.clock)),
    );
}
