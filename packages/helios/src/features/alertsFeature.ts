import { asNumber, asObject, asText, asTexts, Feature } from "./feature.ts";
import { type BBox, type Geometry, isBBox, isGeometry } from "./geometry.ts";

/** Where a storm is heading. */
export interface TrackingLine {
  /** Hour and minute in UTC, as the weather service writes them: "1027Z". */
  readonly time: string | undefined;
  /** Degrees. */
  readonly azimuth: number | undefined;
  readonly velocity: number | undefined;
  readonly geometry: Geometry | undefined;
}

/** An alert of the weather service, or of Helios itself. */
export class AlertsFeature extends Feature {
  get areaDescription(): string | undefined {
    return this.text("areaDesc");
  }

  /** West, south, east, north, in degrees. */
  get bbox(): BBox | undefined {
    const bbox = this.json["bbox"];
    return isBBox(bbox) ? bbox : undefined;
  }

  get category(): string | undefined {
    return this.text("category");
  }

  get certainty(): string | undefined {
    return this.text("certainty");
  }

  get country(): string | undefined {
    return this.text("country");
  }

  get description(): string | undefined {
    return this.text("description");
  }

  /** ISO 8601. */
  get effective(): string | undefined {
    return this.text("effective");
  }

  get event(): string | undefined {
    return this.text("event");
  }

  /** ISO 8601. */
  get expires(): string | undefined {
    return this.text("expires");
  }

  get headline(): string | undefined {
    return this.text("headline");
  }

  /** Who issued it: "NWS" or Helios. */
  get origin(): string | undefined {
    return this.text("origin");
  }

  get severity(): string | undefined {
    return this.text("severity");
  }

  get states(): readonly string[] | undefined {
    return asTexts(this.property("states"));
  }

  get status(): string | undefined {
    return this.text("status");
  }

  get trackingLine(): TrackingLine | undefined {
    const line = asObject(this.property("tracking_line"));
    if (line === undefined) return undefined;
    const geometry = line["geometry"];
    return {
      time: asText(line["time"]),
      azimuth: asNumber(line["azimuth"]),
      velocity: asNumber(line["velocity"]),
      geometry: isGeometry(geometry) ? geometry : undefined,
    };
  }

  /** ISO 8601. */
  get updated(): string | undefined {
    return this.text("updated");
  }

  get urgency(): string | undefined {
    return this.text("urgency");
  }
}
