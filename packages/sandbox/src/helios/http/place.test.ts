import { expect, test } from "vitest";
import { Parameters } from "./parameters.ts";
import { decodePolyline, placesOf } from "./place.ts";

const parameters = (values: Record<string, string>) => {
  const all = new Parameters();
  for (const [name, value] of Object.entries(values)) all.add(name, value);
  return all;
};

test("an encoded polyline is decoded: the example of Google's own description", () => {
  const path = decodePolyline("_p~iF~ps|U_ulLnnqC_mqNvxq`@", 5);
  expect(path).toEqual([
    [-120.2, 38.5],
    [-120.95, 40.7],
    [-126.453, 43.252],
  ]);
});

test("places are read from each kind of parameter", () => {
  expect(placesOf(parameters({ bbox: "-77.5,42.7,-76.5,43.2" }))).toEqual([
    { kind: "box", box: [-77.5, 42.7, -76.5, 43.2] },
  ]);
  expect(placesOf(parameters({ polygon: "-105 40,-100 36" }))).toEqual([
    {
      kind: "ring",
      ring: [
        [-105, 40],
        [-100, 36],
      ],
    },
  ]);
  expect(placesOf(parameters({ lat: "40", lon: "-100", radius: "10mi" }))).toEqual([
    { kind: "path", path: [[-100, 40]], reach: 16.09344 },
  ]);
  expect(placesOf(parameters({ polyline: "_p~iF~ps|U", polyline_radius: "500m" }))).toEqual([
    { kind: "path", path: [[-120.2, 38.5]], reach: 0.5 },
  ]);
});

test.each<[Record<string, string>, string]>([
  [{ bbox: "1,2,3" }, "bbox"],
  [{ bbox: "5,0,4,1" }, "bbox"],
  [{ polygon: "1 2,3" }, "polygon"],
  [{ lat: "1", lon: "2" }, "lat"],
  [{ lat: "1", lon: "2", radius: "far" }, "radius"],
  [{ polyline: "é" }, "polyline"],
  [{ polyline: "_p~iF~ps|U", polyline_precision: "12" }, "polyline_precision"],
])("%j is refused, naming %s", (values, name) => {
  expect(() => placesOf(parameters(values))).toThrow(new RegExp(`^${name}=`));
});
