/** `[longitude, latitude]` in degrees, as GeoJSON orders them. */
export type Position = readonly [longitude: number, latitude: number];

/** `[west, south, east, north]` in degrees, as GeoJSON orders it. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** A place to search in. A ring needs no closing point; a path's reach and a circle's radius are kilometres. */
export type Shape =
  | { kind: "box"; box: Box }
  | { kind: "ring"; ring: readonly Position[] }
  | { kind: "path"; path: readonly Position[]; reach: number };

// The compiler cannot know that an index is within its list; all callers count along it.
const pointAt = (points: readonly Position[], index: number) => points[index] as Position;

const kilometresPerDegree = 111.195;
const radians = Math.PI / 180;

/** Great-circle distance in kilometres. */
export function distance(a: Position, b: Position): number {
  const lat = Math.sin(((b[1] - a[1]) * radians) / 2) ** 2;
  const lon = Math.sin(((b[0] - a[0]) * radians) / 2) ** 2;
  const h = lat + Math.cos(a[1] * radians) * Math.cos(b[1] * radians) * lon;
  return 2 * kilometresPerDegree * (Math.asin(Math.min(1, Math.sqrt(h))) / radians);
}

/** The point `kilometres` away from `from` towards `bearing` (degrees clockwise from north). */
export function travel(from: Position, bearing: number, kilometres: number): Position {
  const degrees = kilometres / kilometresPerDegree;
  const latitude = from[1] + degrees * Math.cos(bearing * radians);
  return [from[0] + (degrees * Math.sin(bearing * radians)) / Math.cos(from[1] * radians), latitude];
}

/** Whether a point lies inside a ring (even-odd rule). */
export function insideRing([x, y]: Position, ring: readonly Position[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = pointAt(ring, i);
    const [bx, by] = pointAt(ring, j);
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

export function boxOf(positions: readonly Position[]): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of positions) {
    west = Math.min(west, x);
    south = Math.min(south, y);
    east = Math.max(east, x);
    north = Math.max(north, y);
  }
  return [west, south, east, north];
}

/** Distance in kilometres from a point to a straight stretch, on a plane that is flat around the point. */
function toStretch(point: Position, a: Position, b: Position): number {
  const scale = Math.cos(point[1] * radians);
  const [ax, ay] = [(a[0] - point[0]) * scale, a[1] - point[1]];
  const [dx, dy] = [(b[0] - a[0]) * scale, b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length));
  return Math.hypot(ax + along * dx, ay + along * dy) * kilometresPerDegree;
}

function toPath(point: Position, path: readonly Position[]): number {
  let nearest = path.length === 1 ? distance(point, pointAt(path, 0)) : Infinity;
  for (let i = 1; i < path.length; i++) {
    nearest = Math.min(nearest, toStretch(point, pointAt(path, i - 1), pointAt(path, i)));
  }
  return nearest;
}

/** Whether a point lies within a shape. */
export function contains(shape: Shape, point: Position): boolean {
  switch (shape.kind) {
    case "box": {
      const [west, south, east, north] = shape.box;
      return point[0] >= west && point[0] <= east && point[1] >= south && point[1] <= north;
    }
    case "ring":
      return insideRing(point, shape.ring);
    case "path":
      return toPath(point, shape.path) <= shape.reach;
  }
}

/** A box that holds the whole shape: a first, cheap cut. */
export function extentOf(shape: Shape): Box {
  if (shape.kind === "box") return shape.box;
  if (shape.kind === "ring") return boxOf(shape.ring);
  const [west, south, east, north] = boxOf(shape.path);
  const tall = shape.reach / kilometresPerDegree;
  const wide = tall / Math.max(0.05, Math.cos(Math.max(Math.abs(south), Math.abs(north)) * radians));
  return [west - wide, south - tall, east + wide, north + tall];
}

function cross(o: Position, a: Position, b: Position): number {
  return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
}

function stretchesCross(a: Position, b: Position, c: Position, d: Position): boolean {
  return cross(a, b, c) * cross(a, b, d) <= 0 && cross(c, d, a) * cross(c, d, b) <= 0;
}

function pathsCross(a: readonly Position[], b: readonly Position[]): boolean {
  return a.some(
    (p, i) => i > 0 && b.some((q, j) => j > 0 && stretchesCross(pointAt(a, i - 1), p, pointAt(b, j - 1), q)),
  );
}

/** Whether a closed ring and a shape have a point in common. */
export function meets(shape: Shape, ring: readonly Position[]): boolean {
  const closed = [...ring, pointAt(ring, 0)];
  if (shape.kind === "path") {
    const { path, reach } = shape;
    if (path.some((point) => insideRing(point, ring) || toPath(point, closed) <= reach)) return true;
    return ring.some((point) => toPath(point, path) <= reach) || pathsCross(path, closed);
  }
  const corners = shape.kind === "ring" ? shape.ring : cornersOf(shape.box);
  if (corners.length === 0) return false;
  if (ring.some((point) => contains(shape, point)) || corners.some((point) => insideRing(point, ring))) return true;
  return pathsCross([...corners, pointAt(corners, 0)], closed);
}

function cornersOf([west, south, east, north]: Box): Position[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}
