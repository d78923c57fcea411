import { createRequire } from "node:module";
import { type Box, boxOf, insideRing, type Position } from "./shapes.ts";

/** What is used of us-atlas' TopoJSON: quantised arcs, shared between neighbours, and states made of them. */
interface Topology {
  transform: { scale: [number, number]; translate: [number, number] };
  arcs: [number, number][][];
  objects: { states: { geometries: StateGeometry[] } };
}

type StateGeometry = { properties: { name: string } } & (
  | { type: "Polygon"; arcs: number[][] }
  | { type: "MultiPolygon"; arcs: number[][][] }
);

interface Outline {
  name: string;
  box: Box;
  rings: Position[][];
}

function decode({ transform, arcs, objects }: Topology): Outline[] {
  const { scale, translate } = transform;
  const lines = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]): Position => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
  // A negative number is an arc walked backwards, written as its one's complement.
  const ringOf = (indices: number[]) =>
    indices.flatMap((index) => (index < 0 ? (lines[~index] ?? []).toReversed() : (lines[index] ?? [])));
  return objects.states.geometries.map((geometry) => {
    const polygons = geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs;
    const rings = polygons.flatMap((polygon) => polygon.map(ringOf));
    return { name: geometry.properties.name, box: boxOf(rings.flat()), rings };
  });
}

let outlines: readonly Outline[] | undefined;

/** Reads the atlas on first use: most of the time of loading the module would go there. */
function allOutlines(): readonly Outline[] {
  if (outlines === undefined) {
    const topology: Topology = createRequire(import.meta.url)("us-atlas/states-10m.json");
    outlines = decode(topology);
  }
  return outlines;
}

/** The state a point lies in, by the outlines of us-atlas, or `undefined` at sea and abroad. */
export function stateAt(point: Position): string | undefined {
  const [x, y] = point;
  const found = allOutlines().find(({ box, rings }) => {
    if (x < box[0] || y < box[1] || x > box[2] || y > box[3]) return false;
    // Even-odd over all rings at once: a hole's crossing cancels that of the polygon around it.
    return rings.reduce((inside, ring) => inside !== insideRing(point, ring), false);
  });
  return found?.name;
}
