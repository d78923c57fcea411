import type { AlertsFeature, CamerasFeature, GeoJsonPosition, Geometry, ObservationsFeature } from "@latchkey/helios";
import { albersUsa, type MapPoint } from "./albersUsa.ts";

/** What a camera sees, in one word, the worst first. */
export type Condition = "snow" | "fog" | "rain" | "wet" | "clear" | "unknown";

/** A camera on the map. */
export interface CameraMark {
  readonly at: MapPoint;
  readonly condition: Condition;
  /** What is told about it, in lines. */
  readonly lines: readonly string[];
}

/** An alert on the map. */
export interface AlertMark {
  readonly rings: readonly (readonly MapPoint[])[];
  readonly severity: string;
  readonly lines: readonly string[];
}

/** Cameras with what they saw last; those outside of the map are left out. */
export function cameraMarks(
  cameras: Iterable<CamerasFeature>,
  observations: Iterable<ObservationsFeature>,
): readonly CameraMark[] {
  const latest = new Map<string, ObservationsFeature>();
  for (const observation of observations) {
    const known = latest.get(observation.cameraId ?? "");
    if ((known?.time ?? "") <= (observation.time ?? "")) latest.set(observation.cameraId ?? "", observation);
  }
  return [...cameras].flatMap((camera) => {
    const [lon, lat] = camera.coordinates ?? [];
    const at = lon === undefined || lat === undefined ? undefined : albersUsa(lon, lat);
    if (at === undefined) return [];
    const seen = latest.get(camera.id);
    const where = [camera.city, camera.state].filter(Boolean).join(", ");
    const lines = [camera.description ?? camera.id, [where, camera.id].filter(Boolean).join(" · "), ...seenLines(seen)];
    return [{ at, condition: conditionOf(seen), lines }];
  });
}

/** Alerts that have an outline on the map. */
export function alertMarks(alerts: Iterable<AlertsFeature>): readonly AlertMark[] {
  return [...alerts].flatMap((alert) => {
    const rings = ringsOf(alert.geometry)
      .map((ring) => ring.flatMap(placeOf))
      .filter((ring) => ring.length > 2);
    if (rings.length === 0) return [];
    const until = alert.expires === undefined ? [] : [`until ${alert.expires}`];
    const about = [alert.severity, alert.urgency, alert.certainty].filter(Boolean).join(" · ");
    const lines = [alert.event ?? "Alert", alert.areaDescription ?? "", about, ...until].filter(Boolean);
    return [{ rings, severity: alert.severity ?? "Unknown", lines }];
  });
}

/** Codes of the sensors: what the API documents for road_weather, visibility and precip. */
function conditionOf(seen: ObservationsFeature | undefined): Condition {
  if (seen === undefined) return "unknown";
  const { road_weather: road, visibility, precip } = seen.sensors;
  if ((road?.data ?? -1) >= 6) return "snow";
  if (visibility?.data !== undefined && visibility.data >= 0 && visibility.data < 0.5) return "fog";
  if (precip?.data === 1) return "rain";
  if ((road?.data ?? -1) >= 1) return "wet";
  return "clear";
}

function seenLines(seen: ObservationsFeature | undefined): readonly string[] {
  if (seen === undefined) return ["no observation"];
  const readings = Object.entries(seen.sensors).map(([name, { data }]) => `${name} ${data ?? "–"}`);
  return [readings.join(" · "), seen.time ?? ""].filter(Boolean);
}

function ringsOf(geometry: Geometry | undefined): readonly (readonly GeoJsonPosition[])[] {
  if (geometry?.type === "Polygon") return geometry.coordinates;
  return geometry?.type === "MultiPolygon" ? geometry.coordinates.flat() : [];
}

function placeOf([lon, lat]: GeoJsonPosition): readonly MapPoint[] {
  const point = lon === undefined || lat === undefined ? undefined : albersUsa(lon, lat);
  return point === undefined ? [] : [point];
}
