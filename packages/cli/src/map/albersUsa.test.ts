import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { albersUsa } from "./albersUsa.ts";

/** us-atlas has the same arcs twice: as longitude and latitude, and projected. */
interface Atlas {
  readonly transform: { readonly scale: readonly [number, number]; readonly translate: readonly [number, number] };
  readonly bbox: readonly number[];
  readonly objects: { readonly states: { readonly geometries: readonly StateGeometry[] } };
  readonly arcs: readonly (readonly (readonly [number, number])[])[];
}

interface StateGeometry {
  readonly type: string;
  readonly arcs: readonly unknown[];
  readonly properties: { readonly name: string };
}

const load = createRequire(import.meta.url);
const plain: Atlas = load("us-atlas/states-10m.json");
const projected: Atlas = load("us-atlas/states-albers-10m.json");

function points(atlas: Atlas, name: string): readonly (readonly [number, number])[] {
  const state = atlas.objects.states.geometries.find(({ properties }) => properties.name === name);
  const indices = [...(state?.arcs ?? [])].flat(4).filter((index): index is number => typeof index === "number");
  const { scale, translate } = atlas.transform;
  return indices.flatMap((index) => {
    let [x, y] = [0, 0];
    return (atlas.arcs[index < 0 ? ~index : index] ?? []).map(([dx, dy]): readonly [number, number] => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
}

function box(values: readonly (readonly number[])[]): number[] {
  const [xs, ys] = [0, 1].map((axis) => values.map((value) => value[axis] ?? Number.NaN));
  return [Math.min(...(xs ?? [])), Math.min(...(ys ?? [])), Math.max(...(xs ?? [])), Math.max(...(ys ?? []))];
}

describe("albersUsa", () => {
  test.each(["New York", "Florida", "Washington", "Texas", "Maine", "California", "Kansas"])(
    "puts the outline of %s where us-atlas has it",
    (state) => {
      const mine = points(plain, state).flatMap(([lon, lat]) => [albersUsa(lon, lat) ?? [0, 0]]);
      const theirs = box(points(projected, state));
      for (const [index, edge] of box(mine).entries()) expect(Math.abs(edge - (theirs[index] ?? 0))).toBeLessThan(0.6);
    },
  );

  test.each([
    ["Alaska", -149.9, 61.2],
    ["Hawaii", -157.86, 21.31],
  ])("puts a city of %s into its inset", (state, lon, lat) => {
    const [left = 0, top = 0, right = 0, bottom = 0] = box(points(projected, state));
    const [x, y] = albersUsa(lon, lat) ?? [0, 0];
    expect(x).toBeGreaterThan(left);
    expect(x).toBeLessThan(right);
    expect(y).toBeGreaterThan(top);
    expect(y).toBeLessThan(bottom);
  });

  test.each([
    [2.35, 48.86],
    [-99.1, 19.4],
    [200, 40],
    [Number.NaN, 40],
  ])("does not show %d, %d", (lon, lat) => {
    expect(albersUsa(lon, lat)).toBeUndefined();
  });
});
