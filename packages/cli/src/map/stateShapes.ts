import { createRequire } from "node:module";

/** What is read of us-atlas' TopoJSON: quantised arcs, shared by neighbours, and states made of them. */
interface Topology {
  readonly transform: { readonly scale: readonly [number, number]; readonly translate: readonly [number, number] };
  readonly arcs: readonly (readonly (readonly [number, number])[])[];
  readonly objects: { readonly states: { readonly geometries: readonly StateGeometry[] } };
}

type StateGeometry = { readonly properties: { readonly name: string } } & (
  | { readonly type: "Polygon"; readonly arcs: readonly (readonly number[])[] }
  | { readonly type: "MultiPolygon"; readonly arcs: readonly (readonly (readonly number[])[])[] }
);

/** A state on the map. */
export interface StateShape {
  readonly name: string;
  /** As the `d` of an SVG path. */
  readonly path: string;
}

/** The outlines of the states, drawn for `MAP_SIZE`: from a file of this package, nothing is fetched. */
export function stateShapes(): readonly StateShape[] {
  const { transform, arcs, objects }: Topology = createRequire(import.meta.url)("us-atlas/states-albers-10m.json");
  const [sx, sy] = transform.scale;
  const [tx, ty] = transform.translate;
  const lines = arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return `${(x * sx + tx).toFixed(1)},${(y * sy + ty).toFixed(1)}`;
    });
  });
  const lineOf = (index: number): readonly string[] =>
    // The complement of an index is its arc walked backwards.
    index < 0 ? (lines[~index] ?? []).toReversed() : (lines[index] ?? []);
  // Neighbouring arcs share the point where they meet.
  const ring = (indices: readonly number[]): string =>
    `M${indices.flatMap((index, place) => lineOf(index).slice(place === 0 ? 0 : 1)).join("L")}Z`;
  return objects.states.geometries.map((geometry) => {
    const polygons = geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs;
    return { name: geometry.properties.name, path: polygons.flatMap((rings) => rings.map(ring)).join("") };
  });
}
