import type { Kysely } from "kysely";
import { imageName, parseImageName } from "../cameras/camera.ts";
import { findCamera } from "../cameras/findCameras.ts";
import { instantOf } from "../http/instant.ts";
import type { Parameters } from "../http/parameters.ts";
import { notFound, Problem } from "../http/problem.ts";
import { closestImage, hasImage } from "../images/imageTimes.ts";
import { parseObservationId } from "../observations/observation.ts";
import type { Tables } from "../tables.ts";
import { latestStep, type World } from "../world.ts";
import { findCollection } from "./collectionStore.ts";

const mostPerEmptying = 1000;

/** Names in order; after `marker` where it is one of them, else from the first that does not come before it. */
export async function listImages(db: Kysely<Tables>, id: string, limit: number, marker: string): Promise<string[]> {
  const rows = await db
    .selectFrom("collection_images")
    .select("name")
    .where("collection_id", "=", id)
    .where("name", ">=", marker)
    .orderBy("name")
    .limit(limit + 1)
    .execute();
  const names = rows.map(({ name }) => name);
  return (names[0] === marker ? names.slice(1) : names).slice(0, limit);
}

export async function hasCollectionImage(db: Kysely<Tables>, id: string, name: string): Promise<boolean> {
  const query = db.selectFrom("collection_images").select("name").where("collection_id", "=", id);
  return (await query.where("name", "=", name).execute()).length > 0;
}

/** The image that an asset means: of a camera now or at a time, of an observation, of a collection, or by an old URL. */
async function nameOfAsset({ db, clock }: World, parameters: Parameters): Promise<string> {
  const cameraId = parameters.text("camera_id");
  if (cameraId !== undefined) {
    if (!(await findCamera(db, cameraId))) throw notFound("camera", cameraId);
    return imageName(cameraId, closestImage(clock, instantOf(parameters, "time") ?? latestStep(clock)));
  }
  const observation = parameters.text("observation_id");
  if (observation !== undefined) {
    const parsed = parseObservationId(observation);
    const exists = parsed && hasImage(clock, parsed.time) && (await findCamera(db, parsed.camera));
    if (!parsed || !exists) throw notFound("observation", observation);
    return imageName(parsed.camera, parsed.time);
  }
  const [source, image] = [parameters.text("collection_id"), parameters.text("image")];
  if (source !== undefined && image !== undefined) {
    await findCollection(db, clock, source);
    if (!(await hasCollectionImage(db, source, image))) throw notFound("image", image);
    return image;
  }
  const name = parameters.text("s3_src")?.split(/[?#]/, 1)[0]?.split("/").at(-1);
  const parsed = name === undefined ? undefined : parseImageName(name);
  if (name !== undefined && parsed && hasImage(clock, parsed.time) && (await findCamera(db, parsed.camera)))
    return name;
  if (name !== undefined) throw notFound("image", name);
  const message = "Give camera_id, camera_id and time, observation_id, or collection_id and image.";
  throw new Problem(400, "invalid_parameter", message);
}

async function touch({ db, clock }: World, id: string): Promise<void> {
  await db.updateTable("collections").set({ updated_at: clock.now() }).where("id", "=", id).execute();
}

/** Adds an image; adding it again changes nothing. */
export async function addImage(world: World, id: string, parameters: Parameters): Promise<string> {
  await findCollection(world.db, world.clock, id);
  const name = await nameOfAsset(world, parameters);
  await world.db
    .insertInto("collection_images")
    .values({ collection_id: id, name })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await touch(world, id);
  return name;
}

/** Removes one image. @throws Problem 404 */
export async function removeImage(world: World, id: string, name: string): Promise<void> {
  await findCollection(world.db, world.clock, id);
  if (!(await hasCollectionImage(world.db, id, name))) throw notFound("image", name);
  await world.db.deleteFrom("collection_images").where("collection_id", "=", id).where("name", "=", name).execute();
  await touch(world, id);
}

/** Removes up to a thousand images and returns how many it were. */
export async function emptyCollection(world: World, id: string): Promise<number> {
  await findCollection(world.db, world.clock, id);
  const names = await listImages(world.db, id, mostPerEmptying, "");
  const last = names.at(-1);
  if (last === undefined) return 0;
  await world.db.deleteFrom("collection_images").where("collection_id", "=", id).where("name", "<=", last).execute();
  await touch(world, id);
  return names.length;
}
