import { type Kysely, type Selectable, sql } from "kysely";
import { contains, extentOf } from "../geo/shapes.ts";
import type { Parameters } from "../http/parameters.ts";
import { placesOf } from "../http/place.ts";
import type { Tables } from "../tables.ts";
import type { Camera } from "./camera.ts";

const columns = [
  "ordinal",
  "id",
  "city",
  "state",
  "country",
  "region",
  "provider",
  "description",
  "direction",
  "longitude",
  "latitude",
  "video",
] as const;

function cameraOf({ longitude, latitude, video, ...row }: Omit<Selectable<Tables["cameras"]>, "words">): Camera {
  return { ...row, position: [longitude, latitude], video: video !== 0 };
}

/** The cameras that a search asks for, by `q`, `state`, `city`, `country` and place, in the order of their ordinals. */
export async function findCameras(db: Kysely<Tables>, parameters: Parameters): Promise<Camera[]> {
  const places = placesOf(parameters);
  let query = db.selectFrom("cameras").select(columns).orderBy("ordinal");
  for (const name of ["state", "city", "country"] as const) {
    const values = parameters.list(name);
    if (values.length > 0) query = query.where(name, "in", values);
  }
  for (const word of parameters.words("q")) {
    query = query.where(sql<boolean>`instr(words, ${word}) > 0`);
  }
  for (const place of places) {
    const [west, south, east, north] = extentOf(place);
    // An area without corners reaches from infinity to minus infinity, which SQL cannot be told.
    if (west > east) return [];
    query = query.where("longitude", ">=", west).where("longitude", "<=", east);
    query = query.where("latitude", ">=", south).where("latitude", "<=", north);
  }
  const cameras = (await query.execute()).map(cameraOf);
  return cameras.filter(({ position }) => places.every((place) => contains(place, position)));
}

/** One camera by its id. */
export async function findCamera(db: Kysely<Tables>, id: string): Promise<Camera | undefined> {
  const rows = await db.selectFrom("cameras").select(columns).where("id", "=", id).execute();
  return rows[0] && cameraOf(rows[0]);
}
