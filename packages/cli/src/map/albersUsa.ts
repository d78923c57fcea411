/** A place on the map, in its units: x to the right, y down. */
export type MapPoint = readonly [x: number, y: number];

/** The map for which us-atlas' `states-albers-10m` is drawn. */
export const MAP_SIZE = { width: 975, height: 610 } as const;

const RADIANS = Math.PI / 180;
const SCALE = 1300;
const MIDDLE: MapPoint = [MAP_SIZE.width / 2, MAP_SIZE.height / 2];

interface Cone {
  /** The meridian that points up. */
  readonly meridian: number;
  /** What lands on `at`: degrees east of the meridian, and north. */
  readonly center: MapPoint;
  readonly at: MapPoint;
  /** Latitudes that keep their length. */
  readonly south: number;
  readonly north: number;
  readonly scale: number;
}

type Projection = (lon: number, lat: number) => MapPoint;

/** Albers' equal-area conic projection of the sphere (Snyder, Map Projections: A Working Manual, 1987, §14). */
function albers({ meridian, center, at, south, north, scale }: Cone): Projection {
  const sine = Math.sin(south * RADIANS);
  const n = (sine + Math.sin(north * RADIANS)) / 2;
  const c = Math.cos(south * RADIANS) ** 2 + 2 * n * sine;
  const flat: Projection = (east, lat) => {
    const radius = Math.sqrt(c - 2 * n * Math.sin(lat * RADIANS)) / n;
    const angle = n * east * RADIANS;
    return [radius * Math.sin(angle), radius * Math.cos(angle)];
  };
  const [x0, y0] = flat(center[0], center[1]);
  return (lon, lat) => {
    const [x, y] = flat(((lon - meridian + 540) % 360) - 180, lat);
    return [at[0] + scale * (x - x0), at[1] + scale * (y - y0)];
  };
}

function inset(right: number, down: number): MapPoint {
  return [MIDDLE[0] + right * SCALE, MIDDLE[1] + down * SCALE];
}

const mainland = albers({ meridian: -96, center: [-0.6, 38.7], at: MIDDLE, south: 29.5, north: 45.5, scale: SCALE });

const alaska = albers({
  meridian: -154,
  center: [-2, 58.5],
  at: inset(-0.307, 0.201),
  south: 55,
  north: 65,
  scale: SCALE * 0.35,
});

const hawaii = albers({
  meridian: -157,
  center: [-3, 19.9],
  at: inset(-0.205, 0.212),
  south: 8,
  north: 18,
  scale: SCALE,
});

/**
 * Where a place of the United States is on the map: Alaska and Hawaii are insets below the south-west, as on the
 * shapes of us-atlas. `undefined` for places that the map does not show.
 */
export function albersUsa(lon: number, lat: number): MapPoint | undefined {
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return undefined;
  if (lat > 50 && (lon < -129 || lon > 170)) return alaska(lon, lat);
  if (lat < 24 && lon < -154 && lon > -161) return hawaii(lon, lat);
  const point = mainland(lon, lat);
  const inside = point[0] > 0 && point[0] < MAP_SIZE.width && point[1] > 0 && point[1] < MAP_SIZE.height;
  return inside && lon > -130 && lon < -60 && lat > 23 && lat < 50.5 ? point : undefined;
}
