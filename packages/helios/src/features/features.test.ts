import { UsageError } from "@latchkey/session";
import { describe, expect, test } from "vitest";
import { sensorsToCsv } from "../csv/sensorsToCsv.ts";
import { AlertsFeature } from "./alertsFeature.ts";
import { CamerasFeature } from "./camerasFeature.ts";
import { CollectionsFeature } from "./collectionsFeature.ts";
import { concatenateFeatureCollections } from "./concatenateFeatureCollections.ts";
import {
  AlertsFeatureCollection,
  CamerasFeatureCollection,
  CollectionsFeatureCollection,
  ObservationsFeatureCollection,
} from "./featureCollections.ts";
import { ObservationsFeature } from "./observationsFeature.ts";

const alert = {
  type: "Feature",
  id: "LA1.TornadoWarning",
  bbox: [-90.29, 29.09, -90.12, 29.37],
  geometry: { type: "Polygon", coordinates: [] },
  properties: {
    origin: "NWS",
    event: "Tornado Warning",
    states: ["Louisiana"],
    areaDesc: "Lafourche",
    updated: "2017-08-29T10:28:00.000Z",
    tracking_line: {
      time: "1027Z",
      azimuth: 170,
      velocity: 25,
      geometry: { type: "LineString", coordinates: [[-90.18, 29.16]] },
    },
  },
};

const camera = {
  type: "Feature",
  id: "VADOT-85975",
  geometry: { type: "Point", coordinates: [-76.19457, 36.82146] },
  properties: { country: "United States", state: "Virginia", city: "Virginia Beach", provider: "VA DOT", video: true },
};

function observation(camera_id: string, minute: string, sensors: unknown): ObservationsFeature {
  const time = `2018-07-22T20:${minute}:00.000Z`;
  const prev_id = `${camera_id}_2018-07-22T20:00:00.000Z`;
  const geometry = { type: "Point", coordinates: [-80.78, 28.38] };
  return new ObservationsFeature({
    type: "Feature",
    id: `${camera_id}_${time}`,
    geometry,
    properties: { camera_id, prev_id, time, sensors },
  });
}

describe("features", () => {
  test("an alert has all that the API says of it", () => {
    const feature = new AlertsFeature(alert);
    expect(feature.json).toBe(alert);
    expect([feature.id, feature.origin, feature.event, feature.states, feature.areaDescription]).toEqual([
      "LA1.TornadoWarning",
      "NWS",
      "Tornado Warning",
      ["Louisiana"],
      "Lafourche",
    ]);
    expect([feature.bbox, feature.updated]).toEqual([alert.bbox, "2017-08-29T10:28:00.000Z"]);
    expect(feature.trackingLine).toEqual(alert.properties.tracking_line);
    expect(feature.geometry).toEqual(alert.geometry);
    expect(feature.toGeoJSON()).toEqual(alert);
  });

  test("C15: video, provider, camera_id, coordinates and updated are there", () => {
    const feature = new CamerasFeature(camera);
    expect([feature.video, feature.provider, feature.coordinates]).toEqual([true, "VA DOT", [-76.19457, 36.82146]]);
    const seen = observation("VADOT-1", "10", {});
    expect([seen.cameraId, seen.prevId]).toEqual(["VADOT-1", "VADOT-1_2018-07-22T20:00:00.000Z"]);
    expect(seen.coordinates).toEqual([-80.78, 28.38]);
  });

  test.each([{}, { properties: null, geometry: null }, { properties: [], geometry: "x", bbox: ["a"] }])(
    "C15: what is missing is undefined, never an error: %j",
    (json) => {
      const all = [AlertsFeature, CamerasFeature, CollectionsFeature, ObservationsFeature].map(
        (Kind) => new Kind(json),
      );
      for (const feature of all) {
        const names = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(feature)));
        const values = names
          .filter(([, descriptor]) => "get" in descriptor)
          .map(([name]) => [name, Reflect.get(feature, name)]);
        for (const [name, value] of values) {
          const empty = { id: "", sensors: {}, images: [], tags: [] };
          expect([name, value]).toEqual([name, Reflect.get(empty, name)]);
        }
        expect(feature.toGeoJSON()).toMatchObject({ type: "Feature", geometry: null });
      }
    },
  );

  const [west, east] = [
    [-76.19, 36.82],
    [-75, 37.5, 12],
  ];

  test.each([
    { type: "Point", coordinates: west },
    { type: "MultiPoint", coordinates: [west, east] },
    { type: "LineString", coordinates: [west, east] },
    { type: "MultiLineString", coordinates: [[west, east]] },
    { type: "Polygon", coordinates: [[west, east, west]] },
    { type: "Polygon", coordinates: [] },
    { type: "MultiPolygon", coordinates: [[[west, east, west]], []] },
    { type: "GeometryCollection", geometries: [{ type: "Point", coordinates: west }] },
    { type: "Point", coordinates: west, bbox: [0, 0, 0, 0], extra: "kept" },
  ])("a geometry is as it came: %j", (geometry) => {
    const feature = new AlertsFeature({ id: "a", geometry, properties: { tracking_line: { geometry } } });
    expect(feature.geometry).toEqual(geometry);
    expect(feature.trackingLine?.geometry).toEqual(geometry);
    expect(feature.toGeoJSON().geometry).toEqual(geometry);
  });

  test.each([
    null,
    "POINT (1 2)",
    [1, 2],
    {},
    { type: "Point" },
    { type: "Point", coordinates: [1] },
    { type: "Point", coordinates: [1, null] },
    { type: "Point", coordinates: ["1", "2"] },
    { type: "Point", coordinates: [west] },
    { type: "Point", geometries: [] },
    { type: "LineString", coordinates: west },
    { type: "Polygon", coordinates: [west, east] },
    { type: "MultiPolygon", coordinates: [[west, east]] },
    { type: "Polygon", coordinates: [[west, [1]]] },
    { type: "Circle", coordinates: west },
    { type: "toString", coordinates: west },
    { type: "GeometryCollection" },
    { type: "GeometryCollection", geometries: [null] },
    { type: "GeometryCollection", geometries: [{ type: "GeometryCollection", geometries: [] }] },
  ])("a geometry that is none is undefined, and null as GeoJSON: %j", (geometry) => {
    const feature = new AlertsFeature({ id: "a", geometry, properties: { tracking_line: { geometry } } });
    expect([feature.geometry, feature.trackingLine?.geometry]).toEqual([undefined, undefined]);
    expect(feature.toGeoJSON()).toMatchObject({ id: "a", geometry: null });
    expect(feature.json["geometry"]).toBe(geometry);
  });

  test("only a point has coordinates", () => {
    const geometry = { type: "LineString", coordinates: [west, east] };
    expect(new CamerasFeature({ id: "a", geometry }).coordinates).toBeUndefined();
    expect(new ObservationsFeature({ id: "a", geometry }).coordinates).toBeUndefined();
  });

  test("a bbox has four numbers or six; GeoJSON has no other, and no id that is none", () => {
    const boxes = [[1, 2, 3, 4], [1, 2, 3, 4, 5, 6], [1, 2], [1, 2, 3, "4"], "1,2,3,4", null];
    expect(boxes.map((bbox) => new AlertsFeature({ bbox }).bbox)).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4, 5, 6],
      ...Array(4).fill(undefined),
    ]);
    expect(new AlertsFeature({ bbox: boxes[0] }).toGeoJSON().bbox).toEqual(boxes[0]);
    const bare = new AlertsFeature({ id: null, bbox: null, updated: "2017" }).toGeoJSON();
    expect(bare).toEqual({ type: "Feature", geometry: null, properties: null, updated: "2017" });
  });

  test("C15: created_at and description of a collection are not swapped; it is its own GeoJSON", () => {
    const json = {
      _id: "c1",
      name: "Demo",
      description: "d",
      tags: "a, b",
      created_at: "2018",
      updated_at: "2019",
      bucket: "b",
      user_id: "u",
      images: ["x.jpg"],
    };
    const { id, name, description, tags, createdAt, updatedAt, bucket, userId, images } = new CollectionsFeature(json);
    expect({ id, name, description, tags, createdAt, updatedAt, bucket, userId, images }).toEqual({
      id: "c1",
      name: "Demo",
      description: "d",
      tags: ["a", "b"],
      createdAt: "2018",
      updatedAt: "2019",
      bucket: "b",
      userId: "u",
      images: ["x.jpg"],
    });
    expect(new CollectionsFeature(json).toGeoJSON()).toMatchObject({
      id: "c1",
      geometry: null,
      properties: { name: "Demo" },
    });
  });
});

describe("feature collections", () => {
  const cameras = new CamerasFeatureCollection([new CamerasFeature(camera), new CamerasFeature({ id: "B" })]);

  test("are iterable, have a length and places", () => {
    expect([...cameras].map(({ id }) => id)).toEqual(["VADOT-85975", "B"]);
    expect([cameras.length, cameras.at(-1)?.id, cameras.at(5)]).toEqual([2, "B", undefined]);
  });

  test("C15: pluck gives a list of each property, as long as the features are many", () => {
    expect(cameras.pluck("city")).toEqual(["Virginia Beach", undefined]);
    expect(cameras.pluck("json")).toEqual([camera, { id: "B" }]);
  });

  test("are GeoJSON, and JSON as it came", () => {
    expect(cameras.toGeoJSON()).toMatchObject({ type: "FeatureCollection", features: [camera, { geometry: null }] });
    expect(JSON.parse(JSON.stringify(cameras))).toEqual([camera, { id: "B" }]);
  });

  test("C17: are concatenated one by one or as a list, and never mixed", () => {
    const one = new CamerasFeatureCollection([new CamerasFeature({ id: "C" })]);
    const both = concatenateFeatureCollections(cameras, one);
    expect(both).toBeInstanceOf(CamerasFeatureCollection);
    expect(both.pluck("id")).toEqual(["VADOT-85975", "B", "C"]);
    expect(concatenateFeatureCollections([one, one]).length).toBe(2);
    expect(() => concatenateFeatureCollections()).toThrow(UsageError);
    expect(() => concatenateFeatureCollections([])).toThrow(UsageError);
    // What a program without types may pass.
    const mixed = [new AlertsFeatureCollection([]), new CollectionsFeatureCollection([])];
    expect(() => Reflect.apply(concatenateFeatureCollections, undefined, mixed)).toThrow(/same kind/);
  });
});

describe("observations by sensor", () => {
  const seen = new ObservationsFeatureCollection([
    observation("B", "20", { visibility: { data: 0.5, prev: 1 }, precip: { data: null } }),
    observation("A", "10", { visibility: { data: 0 } }),
    observation("C", "30", undefined),
  ]);

  test("are grouped; -1 stands for no report", () => {
    expect(Object.keys(seen.observations)).toEqual(["visibility", "precip"]);
    expect(seen.observations["visibility"]?.map(({ data, prev }) => [data, prev])).toEqual([
      [0.5, 1],
      [0, -1],
    ]);
    expect(seen.observations["precip"]).toMatchObject([
      { sensor: "precip", data: -1, prev: -1, prevId: "B_2018-07-22T20:00:00.000Z" },
    ]);
  });

  test("are CSV, sorted by time", () => {
    const { visibility, precip } = sensorsToCsv(seen);
    expect(visibility).toBe(
      "Sensor,Time,Data,Previous,ID,Previous_ID\r\n" +
        "visibility,2018-07-22T20:10:00.000Z,0,-1,A_2018-07-22T20:10:00.000Z,A_2018-07-22T20:00:00.000Z\r\n" +
        "visibility,2018-07-22T20:20:00.000Z,0.5,1,B_2018-07-22T20:20:00.000Z,B_2018-07-22T20:00:00.000Z\r\n",
    );
    expect(precip?.split("\r\n")).toHaveLength(3);
  });

  test("what would be a formula, or end a cell, is text", () => {
    const odd = new ObservationsFeature({ id: '=1+"a",b', properties: { time: "t", sensors: { x: {} } } });
    expect(sensorsToCsv([odd])["x"]).toBe(`Sensor,Time,Data,Previous,ID,Previous_ID\r\nx,t,-1,-1,"'=1+""a"",b",\r\n`);
  });
});
