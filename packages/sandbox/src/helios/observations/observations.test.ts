import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Calls, callsTo, type Found, type Refused } from "../../testbed/heliosCalls.ts";
import { type HeliosBox, startHelios } from "../startHelios.ts";

let box: HeliosBox;
let calls: Calls;
beforeAll(async () => {
  box = await startHelios();
  calls = await callsTo(box);
});
afterAll(() => box.close());

const find = async (query: string) => (await calls.get(`/observations?${query}`)).json<Found>();
/** A day on which there is weather. */
const winter = "time_min=2018-01-05T00:00Z&time_max=2018-01-05T23:50Z";

async function pages(query: string, total: number): Promise<string[]> {
  const ids: string[] = [];
  for (let skip = 0; skip < total; skip += 100) {
    const page = await find(`${query}&limit=100&skip=${skip}`);
    expect(page.properties).toMatchObject({ total, skip, limit: 100 });
    ids.push(...page.features.map(({ id }) => id));
  }
  return ids;
}

describe("GET /observations", () => {
  test("10,000 observations of a state, in parts that skip can reach, are complete, in order, and each there once", async () => {
    const cameras = (await calls.get("/cameras?state=new+york&limit=0")).json<Found>().properties.total;
    const steps = Math.ceil(10_000 / cameras);
    const start = Date.UTC(2018, 0, 5);
    const at = (step: number) => new Date(start + step * 600_000).toISOString();
    const whole = await find(`state=New+York&time_min=${at(0)}&time_max=${at(steps - 1)}&limit=0`);
    expect(whole.properties.total).toBe(cameras * steps);
    expect(cameras * steps).toBeGreaterThanOrEqual(10_000);

    const part = Math.floor(4000 / cameras);
    const ids: string[] = [];
    for (let last = steps - 1; last >= 0; last -= part) {
      const first = Math.max(0, last - part + 1);
      const span = `state=New+York&time_min=${at(first)}&time_max=${at(last)}`;
      ids.push(...(await pages(span, cameras * (last - first + 1))));
    }
    expect(ids.length).toBe(cameras * steps);
    expect(new Set(ids).size).toBe(ids.length);
    const times = ids.map((id) => id.slice(id.lastIndexOf("_") + 1));
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test("without times it is the last 24 hours", async () => {
    const cameras = (await calls.get("/cameras?city=Buffalo&limit=0")).json<Found>().properties.total;
    expect((await find("city=Buffalo&limit=0")).properties.total).toBe(cameras * 144);
    await box.advance(600_000);
    expect((await find("city=Buffalo&limit=0")).properties.total).toBe(cameras * 144);
  });

  test("there is nothing from before the archive or from the future", async () => {
    const cameras = (await calls.get("/cameras?city=Buffalo&limit=0")).json<Found>().properties.total;
    expect((await find("city=Buffalo&time_min=2010&time_max=2017&limit=0")).properties.total).toBe(cameras);
    expect((await find("city=Buffalo&time_min=2099&limit=0")).properties.total).toBe(0);
  });

  test.each<[string, (sensors: Record<string, { data: number; prev: number }>) => boolean]>([
    ["sensors[road_weather]=2", ({ road_weather }) => road_weather?.data === 2],
    ["sensors[road_weather][min]=6", ({ road_weather }) => (road_weather?.data ?? 0) >= 6],
    [
      "sensors%5Broad_weather%5D%5Bdata%5D%5Bmin%5D=1&sensors%5Broad_weather%5D%5Bprev%5D%5Bmax%5D=0",
      ({ road_weather: road }) => road !== undefined && road.data >= 1 && road.prev === 0,
    ],
    [
      "sensors[visibility][max]=0.5",
      ({ visibility }) => visibility !== undefined && visibility.data <= 0.5 && visibility.data >= 0,
    ],
    ["sensors[precip]=1", ({ precip }) => precip?.data === 1],
    ["sensors[visibility]=-1", ({ visibility }) => visibility?.data === -1],
  ])("%s finds exactly the observations that say so", async (filter, fits) => {
    const everything: Found["features"] = [];
    const span = "state=Ohio&time_min=2018-01-12T00:00Z&time_max=2018-01-12T04:30Z";
    const { total } = (await find(`${span}&limit=0`)).properties;
    for (let skip = 0; skip < total; skip += 100)
      everything.push(...(await find(`${span}&limit=100&skip=${skip}`)).features);
    expect(everything.length).toBe(total);
    const expected = everything.filter(({ properties }) => fits(properties.sensors));
    const found = (await find(`${span}&${filter}&limit=0`)).properties.total;
    expect(await pages(`${span}&${filter}`, found)).toEqual(expected.map(({ id }) => id));
  });

  test("what was, is what is said to have been: prev is the data of prev_id", async () => {
    const { features } = await find(`state=Ohio&${winter}&limit=20`);
    expect(features.length).toBe(20);
    for (const { properties } of features) {
      const before = (await calls.get(`/observations/${properties.prev_id}`)).json<Found["features"][number]>();
      for (const [name, { prev }] of Object.entries(properties.sensors)) {
        expect(before.properties.sensors[name]?.data).toBe(prev);
      }
    }
  });

  test("aggregates count everything that matches", async () => {
    for (const filter of ["", "&sensors[road_weather][min]=1"]) {
      const { properties } = await find(
        `state=Delaware&time_min=2018-01-05&time_max=2018-01-07T12:00Z${filter}&limit=0&aggs=time,city`,
      );
      const sum = (name: string) => properties.aggs[name]?.reduce((all, { count }) => all + count, 0);
      expect(properties.total).toBeGreaterThan(0);
      expect([sum("time"), sum("city")]).toEqual([properties.total, properties.total]);
      expect(properties.aggs.time?.map(({ key }) => key)).toEqual(
        properties.aggs.time?.map(({ key }) => key).toSorted(),
      );
    }
  });

  test("the bbox is the extent of what is shown; POST _search takes nested JSON", async () => {
    const { bbox, features } = await find(`state=Ohio&${winter}&limit=20`);
    const longitudes = features.map(({ geometry }) => geometry.coordinates[0]);
    expect([bbox?.[0], bbox?.[2]]).toEqual([Math.min(...longitudes), Math.max(...longitudes)]);
    const nested = await calls.call("POST", "/observations/_search", {
      state: ["Ohio", "Utah"],
      time_min: "2018-01-05T00:00Z",
      time_max: "2018-01-05T01:00Z",
      sensors: { road_weather: { data: { min: 1 } } },
      limit: 100,
    });
    const flat = await find(
      "state=Ohio,Utah&time_min=2018-01-05T00:00Z&time_max=2018-01-05T01:00Z&sensors[road_weather][data][min]=1&limit=100",
    );
    expect(nested.json()).toEqual(flat);
    expect(flat.properties.total).toBeGreaterThan(0);
  });

  test.each([
    ["skip=4001", 400, "invalid_parameter"],
    ["limit=-1", 400, "invalid_parameter"],
    ["limit=ten", 400, "invalid_parameter"],
    ["time_min=yesterday", 400, "invalid_parameter"],
    ["sensors[snow]=1", 400, "invalid_parameter"],
    ["sensors[precip]=x", 400, "invalid_parameter"],
    ["sensors[precip]=1&time_min=2017", 400, "too_broad"],
  ])("%s is refused", async (query, status, code) => {
    const answer = await calls.get(`/observations?${query}`);
    expect([answer.status, answer.json<Refused>().error.code]).toEqual([status, code]);
  });
});

test("an observation is found by its id, and its preview is the picture of its end", async () => {
  const id = "VADOT-85975_2018-01-05T12:00:00.000Z";
  expect((await calls.get(`/observations/${id}`)).json()).toMatchObject({
    id,
    properties: { camera_id: "VADOT-85975" },
  });
  const preview = await calls.get(`/observations/${id}/preview`);
  expect(preview.status).toBe(302);
  expect(preview.headers.location).toContain("-VADOT-85975_20180105120000000.jpg?");
});

test.each([
  "VADOT-85975_2018-01-05T12:03:00.000Z",
  "VADOT-85975_2016-01-05T12:00:00.000Z",
  "VADOT-85975_2099-01-05T12:00:00.000Z",
  "NOBODY_2018-01-05T12:00:00.000Z",
  "C1_2018",
])("there is no observation %s", async (id) => {
  for (const target of [`/observations/${id}`, `/observations/${id}/preview`]) {
    const answer = await calls.get(target);
    expect([answer.status, answer.json<Refused>().error.code]).toEqual([404, "not_found"]);
  }
});
