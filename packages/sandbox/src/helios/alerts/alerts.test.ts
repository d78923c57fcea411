import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Calls, callsTo, type Refused } from "../../testbed/heliosCalls.ts";
import { insideRing, type Position } from "../geo/shapes.ts";
import { type HeliosBox, startHelios } from "../startHelios.ts";

interface Feature {
  id: string;
  bbox: [number, number, number, number];
  geometry: { type: string; coordinates: Position[][] };
  properties: { event: string; origin: string; states: string[]; effective: string; expires: string; severity: string };
}
interface Found {
  features: Feature[];
  properties: { total: number; aggs: Record<string, { key: string; count: number }[]> };
}

let box: HeliosBox;
let calls: Calls;
beforeAll(async () => {
  box = await startHelios({ tokenLifetime: 90 * 86_400 });
  calls = await callsTo(box);
  // Fog and storms come and go: wait for a moment that has both kinds of senders.
  for (let i = 0; i < 40; i++) {
    const { features } = await find("limit=100");
    const origins = new Set(features.map(({ properties }) => properties.origin));
    if (origins.size === 2 && features.length >= 10) return;
    await box.advance(6 * 3_600_000);
  }
  throw new Error("Ten days without weather.");
});
afterAll(() => box.close());

const find = async (query: string) => (await calls.get(`/alerts?${query}`)).json<Found>();
const ringOf = ({ geometry }: Feature) => geometry.coordinates[0] ?? [];

describe("GET /alerts", () => {
  test("shows what is in force: closed polygons, known states, times around now", async () => {
    const { features, properties } = await find("&limit=100&skip=0");
    expect(properties.total).toBe(features.length);
    for (const feature of features) {
      const ring = ringOf(feature);
      expect(ring.length).toBeGreaterThan(3);
      expect(ring.at(-1)).toEqual(ring[0]);
      expect(feature.bbox[0]).toBe(Math.min(...ring.map(([x]) => x)));
      expect(feature.properties.states.length).toBeGreaterThan(0);
      expect(Date.parse(feature.properties.expires) - Date.parse(feature.properties.effective)).toBe(3 * 3_600_000);
    }
  });

  test("filters by event, state and text, and counts by event", async () => {
    const all = await find("limit=100&aggs=event");
    const { event, states } = (all.features[0] as Feature).properties;
    const expected = all.features.filter(({ properties }) => properties.event === event);
    expect((await find(`limit=100&event=${encodeURIComponent(event.toLowerCase())}`)).features).toEqual(expected);
    expect(all.properties.aggs.event?.find(({ key }) => key === event)?.count).toBe(expected.length);
    const inState = await find(`limit=100&state=${encodeURIComponent(states[0] ?? "")}`);
    expect(inState.features).toEqual(
      all.features.filter(({ properties }) => properties.states.includes(states[0] ?? "")),
    );
    const helios = all.features.filter(({ properties }) => properties.origin === "Helios").length;
    expect((await find("q=helios&limit=0")).properties.total).toBe(helios);
    expect((await find("country=Canada")).properties.total).toBe(0);
  });

  test("searches where the polygons are", async () => {
    const all = await find("limit=100");
    const first = all.features[0] as Feature;
    const [west, south, east, north] = first.bbox;
    const [lon, lat] = [(west + east) / 2, (south + north) / 2];
    expect(insideRing([lon, lat], ringOf(first))).toBe(true);
    for (const query of [
      `bbox=${lon - 0.01},${lat - 0.01},${lon + 0.01},${lat + 0.01}`,
      `lat=${lat}&lon=${lon}&radius=1`,
    ]) {
      const found = await find(`${query}&limit=100`);
      expect(found.features.map(({ id }) => id)).toContain(first.id);
      expect(found.properties.total).toBeLessThan(all.properties.total);
    }
    expect((await find("bbox=-40,30,-30,40")).properties.total).toBe(0);
  });

  test("an alert is shown by its id, in force or not any more, the same as in the list", async () => {
    const { features } = await find("limit=100");
    for (const feature of features) expect((await calls.get(`/alerts/${feature.id}`)).json()).toEqual(feature);
    await box.advance(30 * 86_400_000);
    const first = features[0] as Feature;
    expect((await find("limit=100")).features.map(({ id }) => id)).not.toContain(first.id);
    expect((await calls.get(`/alerts/${first.id}`)).json()).toEqual(first);
  });

  test("an alert of the future is not told, to a server of the same world that is not there yet", async () => {
    await using early = await startHelios();
    await box.advance(3_600_000);
    const { features } = await find("limit=100");
    const theirs = await callsTo(early);
    for (const { id } of features) expect((await theirs.get(`/alerts/${id}`)).status).toBe(404);
    expect(features.length).toBeGreaterThan(0);
  });

  test.each(["A1", "a/b?c+d", "VAS144A601.RoadWetnessWatch.4.HELIOS.0"])("there is no alert %s", async (id) => {
    const answer = await calls.get(`/alerts/${id}`);
    expect([answer.status, answer.json<Refused>().error.code]).toEqual([404, "not_found"]);
  });
});
