import type { Kysely } from "kysely";
import type { Clock } from "../box/clock.ts";
import { placeCameras } from "./cameras/placeCameras.ts";
import { readSetting, writeSetting } from "./settings.ts";
import type { Tables } from "./tables.ts";
import { step, type WeatherModel, weatherModel } from "./weather/weather.ts";

/**
 * What a Helios sandbox knows: the database, the weather and the time.
 *
 * Cameras, tokens and collections are rows. Observations, alerts and pictures are not stored: they follow from a camera, a
 * time and the weather, which is a pure function of the seed. So all of them agree, at any time of the archive, which
 * reaches from {@link archiveStart} to now in steps of ten minutes.
 */
export interface World {
  db: Kysely<Tables>;
  clock: Clock;
  weather: WeatherModel;
}

/** The first moment of which there are observations and pictures. */
export const archiveStart: number = Date.UTC(2017, 0, 1);

/** The newest moment that has been observed: now, rounded down to ten minutes. */
export const latestStep = (clock: Clock): number => Math.floor(clock.now() / step) * step;

const defaultSeed = 1;
/** SQLite binds at most 32,766 values at once. */
const rowsPerInsert = 1000;

/** Opens the world in a database, making it when the database is empty. */
export async function openWorld(db: Kysely<Tables>, clock: Clock, askedSeed: number | undefined): Promise<World> {
  const known = await readSetting(db, "seed");
  const seed = askedSeed ?? Number(known ?? defaultSeed);
  if (known !== undefined && Number(known) !== seed) {
    throw new TypeError(
      `Helios sandbox: option "seed" is ${seed}, but this data directory was made with ${known}; leave it out or give another directory.`,
    );
  }
  const ahead = Number((await readSetting(db, "clock_ahead")) ?? 0);
  clock.advance(ahead);
  if (known === undefined) await settle(db, seed);
  return { db, clock, weather: weatherModel(seed) };
}

async function settle(db: Kysely<Tables>, seed: number): Promise<void> {
  const rows = placeCameras(seed).map(({ position, video, ...camera }) => ({
    ...camera,
    longitude: position[0],
    latitude: position[1],
    video: Number(video),
    words: [camera.id, camera.description, camera.city, camera.state, camera.region, camera.provider, camera.direction]
      .join(" ")
      .toLowerCase(),
  }));
  await db.transaction().execute(async (transaction) => {
    for (let i = 0; i < rows.length; i += rowsPerInsert) {
      await transaction
        .insertInto("cameras")
        .values(rows.slice(i, i + rowsPerInsert))
        .execute();
    }
    await writeSetting(transaction, "seed", String(seed));
  });
}

/** Remembers how far the clock has been moved ahead, for the next start on the same data. */
export async function saveClock({ db, clock }: World): Promise<void> {
  await writeSetting(db, "clock_ahead", String(clock.now() - Date.now()));
}
