import { type Context, Hono } from "hono";
import { aggregates, tally, topTen } from "../http/aggregate.ts";
import { type Environment, type Redirect, segment } from "../http/environment.ts";
import { pageOf } from "../http/page.ts";
import type { Parameters } from "../http/parameters.ts";
import { badParameter, notFound } from "../http/problem.ts";
import { collectionPath } from "../images/storage.ts";
import type { World } from "../world.ts";
import { addImage, emptyCollection, hasCollectionImage, listImages, removeImage } from "./collectionImages.ts";
import {
  type Collection,
  createCollection,
  destroyCollection,
  findCollection,
  searchCollections,
  updateCollection,
} from "./collectionStore.ts";

const standardImages = 20;
const mostImages = 200;

const idOf = (context: Context<Environment>) => segment(context, "id");
const ok = (more: object = {}) => Response.json({ ok: true, ...more });
const tagsOf = ({ tags }: Collection) => tags.split(",").filter(Boolean);

function described(collection: Collection): object {
  return {
    _id: collection.id,
    name: collection.name,
    description: collection.description,
    tags: tagsOf(collection),
    created_at: new Date(collection.created_at).toISOString(),
    updated_at: new Date(collection.updated_at).toISOString(),
    bucket: "helios-u-sandbox",
    user_id: "sandbox",
  };
}

/** `/collections`. `redirect` answers with a signed URL of a path on the storage host. */
export function collectionRoutes(world: World, redirect: Redirect): Hono<Environment> {
  const { db, clock } = world;

  const index = async (parameters: Parameters) => {
    const page = pageOf(parameters);
    const found = await searchCollections(db, clock, parameters);
    const aggs = aggregates(parameters, { tags: () => topTen(tally(found.flatMap(tagsOf))) });
    const results = found.slice(page.skip, page.skip + page.limit).map(described);
    return Response.json({ results, total: found.length, skip: page.skip, limit: page.limit, aggs });
  };
  const show = async (id: string, parameters: Parameters) => {
    const collection = await findCollection(db, clock, id);
    const asked = parameters.number("limit") ?? standardImages;
    if (!Number.isInteger(asked) || asked < 0) throw badParameter("limit", String(asked), "give a whole number");
    const [limit, marker] = [Math.min(mostImages, asked), parameters.raw("marker") ?? ""];
    const images = await listImages(db, id, limit, marker);
    return Response.json({ ...described(collection), images, limit, marker });
  };

  return new Hono<Environment>()
    .get("/", (context) => index(context.var.parameters))
    .post("/_search", (context) => index(context.var.parameters))
    .post("/", async (context) => ok({ collection_id: await createCollection(db, clock, context.var.parameters) }))
    .get("/:id", (context) => show(idOf(context), context.var.parameters))
    .patch("/:id", async (context) => {
      await updateCollection(db, clock, idOf(context), context.var.parameters);
      return ok();
    })
    .delete("/:id", async (context) => {
      await destroyCollection(db, clock, idOf(context));
      return ok();
    })
    .post("/:id/images", async (context) => ok({ name: await addImage(world, idOf(context), context.var.parameters) }))
    .delete("/:id/images", async (context) => ok({ total: await emptyCollection(world, idOf(context)) }))
    .get("/:id/images/:name", async (context) => {
      const [id, name] = [idOf(context), segment(context, "name")];
      await findCollection(db, clock, id);
      if (!(await hasCollectionImage(db, id, name))) throw notFound("image", name);
      return redirect(context, collectionPath(id, name));
    })
    .delete("/:id/images/:name", async (context) => {
      await removeImage(world, idOf(context), segment(context, "name"));
      return ok();
    });
}
