import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Calls, callsTo, type Found, type Refused } from "../../testbed/heliosCalls.ts";
import { distance } from "../geo/shapes.ts";
import { type HeliosBox, startHelios } from "../startHelios.ts";

let box: HeliosBox;
let calls: Calls;
beforeAll(async () => {
  box = await startHelios();
  calls = await callsTo(box);
});
afterAll(() => box.close());

const find = async (query: string) => (await calls.get(`/cameras?${query}`)).json<Found>();

describe("GET /cameras", () => {
  test("shows ten, at most a hundred, and skips to any of the first 4100", async () => {
    const first = await find("");
    expect([first.features.length, first.properties.limit]).toEqual([10, 10]);
    expect((await find("limit=5000")).features.length).toBe(100);
    expect((await find("limit=0")).features).toEqual([]);
    expect((await find("limit=3&skip=4")).features.map(({ id }) => id)).toEqual(
      first.features.slice(4, 7).map(({ id }) => id),
    );
    expect((await find("skip=4000")).features).toEqual([]);
    expect((await calls.get("/cameras?skip=4001")).json<Refused>().error.message).toContain("skip=4001");
  });

  test("pages of a state hold each camera once", async () => {
    const { total } = (await find("state=New+York&limit=0")).properties;
    const ids: string[] = [];
    for (let skip = 0; skip < total; skip += 100) {
      const page = await find(`state=New%20York&limit=100&skip=${skip}`);
      expect(page.features.every(({ properties }) => properties.state === "New York")).toBe(true);
      ids.push(...page.features.map(({ id }) => id));
    }
    expect(new Set(ids).size).toBe(total);
    expect(total).toBeGreaterThan(70);
  });

  test("filters combine: text, city, country, place, and their aggregates", async () => {
    const both = await find("state=virginia&q=i-64+wb&limit=100&aggs=city");
    expect(both.features.some(({ id }) => id === "VADOT-85975")).toBe(true);
    expect(both.features.every((feature) => JSON.stringify(feature).includes("I-64 / MM"))).toBe(true);
    expect(both.properties.aggs.city?.reduce((sum, { count }) => sum + count, 0)).toBe(both.properties.total);
    expect((await find("city=Denver,Boulder&country=United+States&limit=0")).properties.total).toBe(
      (await find("city=Denver&limit=0")).properties.total + (await find("city=Boulder&limit=0")).properties.total,
    );
    expect((await find("country=Canada")).properties.total).toBe(0);
  });

  test("refuses more values than a search can hold", async () => {
    const many = Array.from({ length: 501 }, (_, i) => `${i} ${i}`);
    for (const search of [{ state: many }, { q: many.join(" ") }, { polygon: Array(12).fill(many).flat() }]) {
      const answer = await calls.call("POST", "/cameras/_search", search);
      expect([answer.status, answer.json<Refused>().error.message]).toEqual([400, expect.stringContaining("at most")]);
    }
    const nested = JSON.parse(`${'{"a":'.repeat(50)}1${"}".repeat(50)}`);
    expect((await calls.call("POST", "/cameras/_search", nested)).status).toBe(400);
  });

  test("finds what lies in a box, a circle, a polygon or along a line", async () => {
    const inBox = await find("bbox=-77.5,42.7,-76.5,43.2&limit=100");
    expect(inBox.bbox?.[0]).toBeGreaterThanOrEqual(-77.5);
    const asPolygon = await find("polygon=-77.5 42.7,-76.5 42.7,-76.5 43.2,-77.5 43.2&limit=100".replaceAll(" ", "+"));
    expect(asPolygon.features).toEqual(inBox.features);
    const near = await find("lat=39.74&lon=-104.99&radius=8&limit=100");
    expect(near.features.length).toBeGreaterThan(3);
    for (const { geometry } of near.features) expect(distance(geometry.coordinates, [-104.99, 39.74])).toBeLessThan(8);
    expect((await find("polygon=-105+40,-100+36")).properties.total).toBe(0);
    expect(
      (await find("polyline=_p~iF~ps%7CU_ulLnnqC_mqNvxq%60@&polyline_radius=50&limit=1")).properties.total,
    ).toBeGreaterThan(0);
  });
});

describe("GET /cameras/{id}", () => {
  test("is the feature of the public example", async () => {
    expect((await calls.get("/cameras/VADOT-85975")).json()).toMatchObject({
      type: "Feature",
      id: "VADOT-85975",
      geometry: { type: "Point", coordinates: [-76.19457, 36.82146] },
      properties: { state: "Virginia", city: "Virginia Beach", provider: "VA DOT", video: true },
    });
  });

  test.each(["/cameras/missing", "/cameras/missing/images", "/cameras/missing/live", "/cameras/a/b/c/d"])(
    "%s is not found",
    async (target) => {
      const answer = await calls.get(target);
      expect([answer.status, answer.json<Refused>().error.code]).toEqual([404, "not_found"]);
    },
  );
});

describe("images of a camera", () => {
  const times = async (query: string) =>
    (await calls.get(`/cameras/VADOT-85975/images?${query}`)).json<{ total: number; times: string[] }>();

  test("are every ten minutes, ascending, from a time on", async () => {
    const page = await times("time=2018-01-01T00:00:01.000Z&limit=5");
    expect(page.total).toBe(5);
    expect(page.times).toEqual(["10", "20", "30", "40", "50"].map((minute) => `2018-01-01T00:${minute}:00.000Z`));
    expect((await times(`time=${page.times[4]}&limit=1`)).times).toEqual([page.times[4]]);
    expect((await times("time=2018-01-01&limit=9999")).times.length).toBe(500);
    expect((await times("time=2018-01-01T00:00:00+02:00&limit=1")).times).toEqual(["2017-12-31T22:00:00.000Z"]);
    expect((await times("time=2099")).times).toEqual([]);
    expect((await times("limit=1")).times).toEqual(["2017-01-01T00:00:00.000Z"]);
  });

  test.each([
    ["2018-01-01T00:04:59.000Z", "20180101000000000"],
    ["2018-01-01T00:05:01.000Z", "20180101001000000"],
    ["2018-01-01T02:00:00+02:00", "20180101000000000"],
    ["2018-01-01T00%3A00%3A00Z", "20180101000000000"],
    ["1999", "20170101000000000"],
  ])("the one closest to %s is of %s", async (time, stamp) => {
    const answer = await calls.get(`/cameras/VADOT-85975/images/${time}`);
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toMatch(
      new RegExp(`^${box.imagesUrl}/helios-sandbox/[0-9a-f]{4}-VADOT-85975_${stamp}\\.jpg\\?`),
    );
  });

  test("live is the newest, and a time that is none is refused", async () => {
    const live = await calls.get("/cameras/VADOT-85975/live");
    const newest = await calls.get("/cameras/VADOT-85975/images/2099");
    const nameOf = (location = "") => new URL(location).pathname;
    expect(nameOf(live.headers.location)).toBe(nameOf(newest.headers.location));
    expect((await calls.get("/cameras/VADOT-85975/images/missing")).status).toBe(400);
  });
});
