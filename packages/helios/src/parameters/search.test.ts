import { UsageError } from "@latchkey/session";
import { describe, expect, test } from "vitest";
import { alertsShape } from "./alertsParams.ts";
import { camerasShape } from "./camerasParams.ts";
import { collectionsShape } from "./collectionsParams.ts";
import { observationsShape } from "./observationsParams.ts";
import { readSearch, type SearchShape } from "./search.ts";
import { sensorCodes } from "./sensorCodes.ts";

function queryOf(params: object, shape: SearchShape = observationsShape): string {
  return readSearch(params, shape)
    .query.map(([name, value]) => `${name}=${value}`)
    .join("&");
}

describe("what a search sends", () => {
  test.each<[object, SearchShape, string]>([
    [{}, alertsShape, ""],
    [{ state: undefined, q: "x" }, camerasShape, "q=x"],
    [{ state: ["New York", "Ohio"], event: "fog" }, alertsShape, "state=New York,Ohio&event=fog"],
    [{ q: "b", country: "US", city: "Ithaca" }, camerasShape, "q=b&country=US&city=Ithaca"],
    [{ bbox: [-77.5, 42.7, -76.5, 43.2] }, camerasShape, "bbox=-77.5,42.7,-76.5,43.2"],
    [{ bbox: "-77.5, 42.7 -76.5,43.2" }, camerasShape, "bbox=-77.5,42.7,-76.5,43.2"],
    [{ bbox: "\n -77.5 , 42.7,\t-76.5,43.2 " }, camerasShape, "bbox=-77.5,42.7,-76.5,43.2"],
    [
      {
        polygon: [
          [-105, 40],
          [-100, 40],
          [-100, 36],
        ],
      },
      camerasShape,
      "polygon=-105 40,-100 40,-100 36",
    ],
    [{ polygon: "-105 40,-100 40,-100 36" }, camerasShape, "polygon=-105 40,-100 40,-100 36"],
    [{ polygon: " -105 40, -100  40,-100 36 " }, camerasShape, "polygon=-105 40,-100 40,-100 36"],
    [{ lat: 40.5, lon: -76, radius: "10mi" }, camerasShape, "lat=40.5&lon=-76&radius=10mi"],
    [{ polyline: "_p~iF~ps|U", polyline_radius: 2 }, alertsShape, "polyline=_p~iF~ps|U&polyline_radius=2"],
    [{ polyline: "_p~iF~ps|U", polyline_precision: 5 }, alertsShape, "polyline=_p~iF~ps|U&polyline_precision=5"],
    [
      { time_max: "2018-02", time_min: new Date(0) },
      observationsShape,
      "time_max=2018-02&time_min=1970-01-01T00:00:00.000Z",
    ],
    [{ sort: "name", sort_dir: "desc", aggs: "tags" }, collectionsShape, "sort=name&sort_dir=desc&aggs=tags"],
    [{ extra: { provider: ["a", 2] }, q: "z" }, camerasShape, "q=z&provider=a,2"],
  ])("%j", (params, shape, expected) => {
    expect(queryOf(params, shape)).toBe(expected);
  });

  test("limit and skip are counted for all pages, not sent", () => {
    expect(readSearch({ limit: 0, skip: 4000 }, camerasShape)).toEqual({ query: [], limit: 0, skip: 4000 });
    expect(readSearch(undefined, camerasShape)).toEqual({ query: [], limit: Number.POSITIVE_INFINITY, skip: 0 });
  });
});

describe("sensor filters", () => {
  test.each<[unknown, string]>([
    [{ visibility: 0 }, "sensors[visibility]=0"],
    [{ visibility: { min: 0, max: 0.5 } }, "sensors[visibility][data][min]=0&sensors[visibility][data][max]=0.5"],
    [{ precip: { data: 1 } }, "sensors[precip][data][min]=1&sensors[precip][data][max]=1"],
    [
      { road_weather: { data: { min: sensorCodes.road_weather.partialSnow }, prev: { max: 3 } } },
      "sensors[road_weather][data][min]=6&sensors[road_weather][prev][max]=3",
    ],
    [
      { visibility: 0, precip: { prev: 0 } },
      "sensors[visibility]=0&sensors[precip][prev][min]=0&sensors[precip][prev][max]=0",
    ],
    [
      { visibility: { data: undefined, prev: 1 }, precip: { data: undefined, max: 0 }, road_weather: undefined },
      "sensors[visibility][prev][min]=1&sensors[visibility][prev][max]=1&sensors[precip][data][max]=0",
    ],
    ["sensors[visibility]=0", "sensors[visibility]=0"],
    ["sensors[road_weather][data][min]=6&sensors[precip]=1", "sensors[road_weather][data][min]=6&sensors[precip]=1"],
  ])("%j", (sensors, expected) => {
    expect(queryOf({ state: "Ohio", sensors })).toBe(`${expected}&state=Ohio`);
  });

  test.each<[unknown, RegExp]>([
    ["limit=5", /sensors must be text such as .*, not "limit=5"\.$/],
    ["sensors[visibility]=0&state=Ohio", /sensors must be text such as/],
    ["", /sensors must be text such as/],
    [7, /sensors must be an object .*, not 7\.$/],
    [{ "a]b": 1 }, /a sensor's name .*, not "a\]b"\.$/],
    [{ visibility: "poor" }, /sensors\.visibility must be a code, a range, or data and prev, not "poor"\.$/],
    [{ visibility: {} }, /neither min nor max/],
    [{ visibility: { data: undefined } }, /sensors\.visibility has neither min nor max/],
    [{ visibility: { data: undefined, prev: undefined } }, /sensors\.visibility has neither min nor max/],
    [{ visibility: { data: { min: undefined } } }, /sensors\.visibility\.data has neither min nor max/],
    [{ visibility: { data: 1, max: 3 } }, /no option "sensors\.visibility\.max"/],
    [{ visibility: { min: 2, max: 1 } }, /min \(2\) is above max \(1\)/],
    [{ visibility: { data: { mim: 1 } } }, /Did you mean "sensors\.visibility\.data\.min"/],
    [{ visibility: { data: 1, previous: 2 } }, /no option "sensors\.visibility\.previous"/],
  ])("%j is refused", (sensors, message) => {
    expect(() => queryOf({ sensors })).toThrow(message);
    expect(() => queryOf({ sensors })).toThrow(UsageError);
  });
});

describe("S11, T09: nothing that a caller passes becomes another parameter", () => {
  test.each<[object, RegExp]>([
    [{ sate: "Ohio" }, /no option "sate"\. Did you mean "state"/],
    [{ state: null }, /state must be a string that is not empty, or a number, not null\.$/],
    [{ state: "" }, /state must be a string .*, not ""\.$/],
    [{ state: ["Ohio", null] }, /state\[1\] must be a string .*, not null\.$/],
    [{ state: [] }, /state must be a list that is not empty, not \[\]\.$/],
    [{ state: ["a,b", "c"] }, /state\[0\] holds a comma, .*: "a,b"\.$/],
    [{ skip: 4001 }, /skip must be a whole number from 0 to 4000, not 4001\.$/],
    [{ skip: -1 }, /skip/],
    [{ limit: 1.5 }, /limit/],
    [{ limit: "60" }, /limit must be .*, not "60"\.$/],
    [{ lat: 95, lon: 0, radius: 1 }, /lat must be a number from -90 to 90, not 95\.$/],
    [{ lat: 40 }, /lon and radius missing/],
    [{ lat: 40, lon: 0, radius: "near" }, /radius must be .*, not "near"\.$/],
    [{ polyline: "a", polyline_precision: 1.5 }, /polyline_precision must be a whole number from 1 to 10, not 1\.5\.$/],
    [{ bbox: [1, 2, 3] }, /bbox must be four numbers in degrees .*, not \[1, 2, 3\]\.$/],
    [{ bbox: [1, 2, 3, "4"] }, /bbox must be four numbers in degrees .*, not \[1, 2, 3, "4"\]\.$/],
    [{ bbox: "-77,-5,-76," }, /bbox must be four numbers in degrees .*, not "-77,-5,-76,"\.$/],
    [{ bbox: ",-77,-5,-76" }, /bbox must be four numbers/],
    [{ bbox: "-77,,-5,-76" }, /bbox must be four numbers/],
    [{ bbox: "" }, /bbox must be four numbers/],
    [{ bbox: [5, 0, 1, 1] }, /bbox: west \(5\) is above east \(1\)/],
    [{ bbox: [0, 5, 1, 1] }, /bbox: south \(5\) is above north \(1\)/],
    [{ polygon: [[0, 0]] }, /polygon must be at least three corners, .*, not \[an array\]\.$/],
    [
      {
        polygon: [
          [0, 0],
          [0, "1"],
          [1, 1],
        ],
      },
      /polygon\[1\] must be a longitude and a latitude, not \[0, "1"\]\.$/,
    ],
    [{ polygon: "0 0,0 1,1," }, /polygon\[2\] must be a longitude and a latitude, not "1"\.$/],
    [{ extra: { limit: 5 } }, /extra\.limit has an option of its own/],
    [{ extra: [] }, /extra must be an object of names and values, not \[\]\.$/],
  ])("%j", (params, message) => {
    expect(() => queryOf(params, camerasShape)).toThrow(message);
  });

  test.each<[object, RegExp]>([
    [{ time_min: "yesterday" }, /time_min must be an ISO 8601 time or a valid Date, not "yesterday"\.$/],
    [{ time_max: new Date(Number.NaN) }, /time_max must be an ISO 8601 time or a valid Date, not an invalid Date\.$/],
    [{ time_max: "2018-01-01T00:00+99:99" }, /time_max must be .*, not "2018-01-01T00:00\+99:99"\.$/],
    [{ time_min: 5 }, /time_min must be an ISO 8601 time or a valid Date, not 5\.$/],
  ])("%j", (params, message) => {
    expect(() => queryOf(params)).toThrow(message);
  });

  test.each<[object, SearchShape, RegExp]>([
    [
      { time_min: "2018-02", time_max: new Date(0) },
      observationsShape,
      /^time_max \("1970-01-01T00:00:00\.000Z"\) is before time_min \("2018-02"\)\.$/,
    ],
    [{ time_max: "2018-02-10T18:00", time_min: "2018-02-10T18:01" }, observationsShape, /^time_max .* is before/],
    [
      { time_max: "2018-02-10T20:00+02:00", time_min: "2018-02-10T18:01Z" },
      observationsShape,
      /^time_max .* is before/,
    ],
    [{ created_at_min: "2018", created_at_max: "2017" }, collectionsShape, /^created_at_max .* before created_at_min/],
    [
      { updated_at_min: "2018-02", updated_at_max: "2018-01-31" },
      collectionsShape,
      /^updated_at_max .* updated_at_min/,
    ],
  ])("%j ends before it begins", (params, shape, message) => {
    expect(() => queryOf(params, shape)).toThrow(message);
    expect(() => queryOf(params, shape)).toThrow(UsageError);
  });

  test.each<[string, string]>([
    ["2018-02-10", "2018-02-10"],
    ["2018-02-10T18:00", "2018"],
    ["2018-02-10T18:00", "2018-02"],
    ["2018-02-10T18:00", "2018-02-10"],
    ["2018-02-10T18:00:30Z", "2018-02-10T18:00Z"],
    ["2018-02-10T20:00+02:00", "2018-02-10T18:00Z"],
  ])("from %s to %s is a span: an end may mean all of its year, month, day or minute", (time_min, time_max) => {
    expect(queryOf({ time_min, time_max })).toBe(`time_min=${time_min}&time_max=${time_max}`);
  });

  test("sort_dir is one of two words", () => {
    expect(() => queryOf({ sort_dir: "down" }, collectionsShape)).toThrow(
      /sort_dir must be "asc" or "desc", not "down"\.$/,
    );
  });
});
