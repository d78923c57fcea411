import { randomUUID } from "node:crypto";
import type { Kysely, Selectable } from "kysely";
import type { Clock } from "../../box/clock.ts";
import { instantOf } from "../http/instant.ts";
import type { Parameters } from "../http/parameters.ts";
import { badParameter, notFound, Problem } from "../http/problem.ts";
import type { Tables } from "../tables.ts";

/** A collection as it is kept; tags are joined by commas. */
export type Collection = Selectable<Tables["collections"]>;

const lifetime = 90 * 86_400_000;
const sortable = ["name", "created_at", "updated_at"] as const;

const tagsOf = (parameters: Parameters): string => [...new Set(parameters.list("tags"))].join(",");

/** Removes the collections that have lived their ninety days, with their images. */
async function sweep(db: Kysely<Tables>, clock: Clock): Promise<void> {
  await db
    .deleteFrom("collections")
    .where("created_at", "<=", clock.now() - lifetime)
    .execute();
}

/** One collection. @throws Problem 404 */
export async function findCollection(db: Kysely<Tables>, clock: Clock, id: string): Promise<Collection> {
  await sweep(db, clock);
  const rows = await db.selectFrom("collections").selectAll().where("id", "=", id).execute();
  if (rows[0] === undefined) throw notFound("collection", id);
  return rows[0];
}

/** Makes a collection from `name`, `description` and `tags`, and returns its id. */
export async function createCollection(db: Kysely<Tables>, clock: Clock, parameters: Parameters): Promise<string> {
  const name = parameters.text("name");
  if (name === undefined) throw new Problem(400, "invalid_parameter", "name is required.");
  const [id, now] = [randomUUID(), clock.now()];
  const values = { id, name, description: parameters.raw("description") ?? "", tags: tagsOf(parameters) };
  await db
    .insertInto("collections")
    .values({ ...values, created_at: now, updated_at: now })
    .execute();
  return id;
}

/** Changes what is given of `name`, `description` and `tags`. */
export async function updateCollection(
  db: Kysely<Tables>,
  clock: Clock,
  id: string,
  parameters: Parameters,
): Promise<void> {
  await findCollection(db, clock, id);
  const name = parameters.text("name");
  if (parameters.has("name") && name === undefined) throw badParameter("name", "", "a collection needs a name");
  const description = parameters.raw("description");
  if (name === undefined && description === undefined && !parameters.has("tags")) {
    throw new Problem(400, "invalid_parameter", "Give at least one of name, description and tags.");
  }
  await db
    .updateTable("collections")
    .set({
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(parameters.has("tags") && { tags: tagsOf(parameters) }),
      updated_at: clock.now(),
    })
    .where("id", "=", id)
    .execute();
}

/** Removes a collection. @throws Problem 409 while it has images */
export async function destroyCollection(db: Kysely<Tables>, clock: Clock, id: string): Promise<void> {
  await findCollection(db, clock, id);
  const images = await db
    .selectFrom("collection_images")
    .select("name")
    .where("collection_id", "=", id)
    .limit(1)
    .execute();
  if (images.length > 0) {
    throw new Problem(409, "not_empty", "The collection has images: DELETE its images first.");
  }
  await db.deleteFrom("collections").where("id", "=", id).execute();
}

/** The collections that a search asks for, in the order that it asks for. */
export async function searchCollections(
  db: Kysely<Tables>,
  clock: Clock,
  parameters: Parameters,
): Promise<Collection[]> {
  await sweep(db, clock);
  const asked = parameters.text("sort") ?? "created_at";
  const sort = sortable.find((name) => name === asked);
  if (sort === undefined) throw badParameter("sort", asked, `give one of ${sortable.join(", ")}`);
  const direction = parameters.text("sort_dir")?.toLowerCase() ?? "asc";
  if (direction !== "asc" && direction !== "desc") throw badParameter("sort_dir", direction, "give asc or desc");
  let query = db.selectFrom("collections").selectAll().orderBy(sort, direction).orderBy("id", direction);
  for (const column of ["created_at", "updated_at"] as const) {
    const [from, to] = [instantOf(parameters, `${column}_min`), instantOf(parameters, `${column}_max`)];
    if (from !== undefined) query = query.where(column, ">=", from);
    if (to !== undefined) query = query.where(column, "<=", to);
  }
  const words = parameters.words("q");
  // SQLite knows the lower case of ASCII only.
  const mentions = ({ name, description, tags }: Collection, word: string) =>
    `${name} ${description} ${tags}`.toLowerCase().includes(word);
  return (await query.execute()).filter((collection) => words.every((word) => mentions(collection, word)));
}
