import { MAP_SIZE, type MapPoint } from "./albersUsa.ts";

/** The part of the map that is shown. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** How much smaller it is than the whole: marks are drawn smaller by as much, to look the same. */
  readonly zoom: number;
}

const MARGIN = 0.12;
const LEAST_WIDTH = 60;

/** The whole map, or, where all that is shown lies in a part of it, that part, in the same shape. */
export function viewOf(points: readonly MapPoint[]): View {
  const whole: View = { x: 0, y: 0, ...MAP_SIZE, zoom: 1 };
  if (points.length === 0) return whole;
  const [left, right] = bounds(points.map(([x]) => x));
  const [top, bottom] = bounds(points.map(([, y]) => y));
  const shape = MAP_SIZE.width / MAP_SIZE.height;
  const width = Math.max(LEAST_WIDTH, (right - left) * (1 + 2 * MARGIN), (bottom - top) * (1 + 2 * MARGIN) * shape);
  if (width > MAP_SIZE.width * 0.7) return whole;
  const height = width / shape;
  const [x, y] = [(left + right - width) / 2, (top + bottom - height) / 2].map((value) => Math.round(value * 10) / 10);
  return { x: x ?? 0, y: y ?? 0, width: Math.round(width), height: Math.round(height), zoom: width / MAP_SIZE.width };
}

function bounds(values: readonly number[]): readonly [number, number] {
  return values.reduce<readonly [number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}
