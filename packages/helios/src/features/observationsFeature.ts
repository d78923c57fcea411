import { asNumber, asObject, Feature } from "./feature.ts";
import { pointOf } from "./geometry.ts";

/** What one sensor reports: codes, see `sensorCodes`. */
export interface SensorReading {
  readonly data: number | undefined;
  /** Ten minutes before. */
  readonly prev: number | undefined;
}

/** What a camera's sensors reported at one time. */
export class ObservationsFeature extends Feature {
  get cameraId(): string | undefined {
    return this.text("camera_id");
  }

  get city(): string | undefined {
    return this.text("city");
  }

  /** Longitude and latitude in degrees. */
  get coordinates(): readonly number[] | undefined {
    return pointOf(this.geometry);
  }

  get country(): string | undefined {
    return this.text("country");
  }

  get description(): string | undefined {
    return this.text("description");
  }

  /** The id of the observation ten minutes before. */
  get prevId(): string | undefined {
    return this.text("prev_id");
  }

  get region(): string | undefined {
    return this.text("region");
  }

  /** By name of the sensor; empty where the API sent none. */
  get sensors(): Readonly<Record<string, SensorReading>> {
    const sensors = Object.entries(asObject(this.property("sensors")) ?? {});
    return Object.fromEntries(
      sensors.map(([name, value]) => {
        const reading = asObject(value);
        return [name, { data: asNumber(reading?.["data"]), prev: asNumber(reading?.["prev"]) }];
      }),
    );
  }

  get state(): string | undefined {
    return this.text("state");
  }

  /** ISO 8601. */
  get time(): string | undefined {
    return this.text("time");
  }
}
