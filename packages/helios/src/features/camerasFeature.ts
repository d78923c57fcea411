import { Feature } from "./feature.ts";
import { pointOf } from "./geometry.ts";

/** A camera beside a road. */
export class CamerasFeature extends Feature {
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

  get direction(): string | undefined {
    return this.text("direction");
  }

  get provider(): string | undefined {
    return this.text("provider");
  }

  get region(): string | undefined {
    return this.text("region");
  }

  get state(): string | undefined {
    return this.text("state");
  }

  /** Whether it sends video. */
  get video(): boolean | undefined {
    const video = this.property("video");
    return typeof video === "boolean" ? video : undefined;
  }
}
