import type { AlertsFeature } from "./alertsFeature.ts";
import type { CamerasFeature } from "./camerasFeature.ts";
import type { CollectionsFeature } from "./collectionsFeature.ts";
import { FeatureCollection } from "./featureCollection.ts";
import { groupBySensor, type SensorObservation } from "./groupBySensor.ts";
import type { ObservationsFeature } from "./observationsFeature.ts";

/** Alerts, in order. */
export class AlertsFeatureCollection extends FeatureCollection<AlertsFeature> {}

/** Cameras, in order. */
export class CamerasFeatureCollection extends FeatureCollection<CamerasFeature> {}

/** Collections, in order. */
export class CollectionsFeatureCollection extends FeatureCollection<CollectionsFeature> {}

/** Observations, in order. */
export class ObservationsFeatureCollection extends FeatureCollection<ObservationsFeature> {
  /** What each sensor reported, by name of the sensor, in the order of the features. */
  get observations(): Readonly<Record<string, readonly SensorObservation[]>> {
    return groupBySensor(this.features);
  }
}
