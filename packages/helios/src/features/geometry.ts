/** Longitude and latitude in degrees, and where it is known the height in metres (RFC 7946 §3.1.1). */
export type GeoJsonPosition = number[];

/** West, south, east and north in degrees; with heights, each corner's after its latitude (RFC 7946 §5). */
export type BBox =
  | [west: number, south: number, east: number, north: number]
  | [west: number, south: number, lowest: number, east: number, north: number, highest: number];

/** A GeoJSON geometry of one kind, for each kind how its positions are nested (RFC 7946 §3.1). */
export type Shape =
  | { readonly type: "Point"; readonly coordinates: GeoJsonPosition }
  | { readonly type: "MultiPoint" | "LineString"; readonly coordinates: GeoJsonPosition[] }
  | { readonly type: "MultiLineString" | "Polygon"; readonly coordinates: GeoJsonPosition[][] }
  | { readonly type: "MultiPolygon"; readonly coordinates: GeoJsonPosition[][][] };

/**
 * A GeoJSON geometry (RFC 7946 §3.1), as `@types/geojson` has it: for libraries that draw places or compute with them.
 */
export type Geometry = Shape | { readonly type: "GeometryCollection"; readonly geometries: Shape[] };

const DEPTHS: ReadonlyMap<unknown, number> = new Map(
  Object.entries({ Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 }),
);

/** Whether what a server sent is a geometry. Collections within collections are none: RFC 7946 §3.1.8 advises against them. */
export function isGeometry(value: unknown): value is Geometry {
  const { type, geometries }: { readonly type?: unknown; readonly geometries?: unknown } = Object(value);
  if (type !== "GeometryCollection") return isShape(value);
  return Array.isArray(geometries) && geometries.every(isShape);
}

export function isBBox(value: unknown): value is BBox {
  return Array.isArray(value) && (value.length === 4 || value.length === 6) && value.every(isFiniteNumber);
}

/** Where a point is; `undefined` for any other geometry. */
export function pointOf(geometry: Geometry | undefined): GeoJsonPosition | undefined {
  return geometry?.type === "Point" ? geometry.coordinates : undefined;
}

function isShape(value: unknown): value is Shape {
  const { type, coordinates }: { readonly type?: unknown; readonly coordinates?: unknown } = Object(value);
  const depth = DEPTHS.get(type);
  return depth !== undefined && isNested(coordinates, depth);
}

function isNested(value: unknown, depth: number): boolean {
  if (!Array.isArray(value)) return false;
  return depth === 0
    ? value.length > 1 && value.every(isFiniteNumber)
    : value.every((item) => isNested(item, depth - 1));
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
