import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { DecodeError, StatusError, UsageError } from "@latchkey/session";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AlertsFeature } from "../features/alertsFeature.ts";
import { CamerasFeature } from "../features/camerasFeature.ts";
import { CollectionsFeature } from "../features/collectionsFeature.ts";
import { ObservationsFeature } from "../features/observationsFeature.ts";
import { type Apis, apiTwins } from "../testbed/apiTwins.ts";

let box: HeliosBox;
beforeAll(async () => {
  box = await startHelios({ throttle: false, thread: true });
});
afterAll(() => box.close());

describe.each(apiTwins)("the APIs of the $twin twin", ({ visit, script }) => {
  let apis: Apis;
  beforeEach(async () => {
    await box.clearFaults();
    apis = visit(box);
    return () => apis.close();
  });

  /** Targets, with queries, that the server was asked for by `calls`. */
  async function askedBy(calls: () => Promise<unknown>): Promise<string[]> {
    const before = (await box.requests()).length;
    await calls();
    return (await box.requests()).slice(before).map(({ method, path }) => `${method} ${path}`);
  }

  test("alerts.index and alerts.show", async () => {
    const { results, failed, total } = await apis.alerts.index();
    expect([results.length, failed]).toEqual([total, []]);
    expect(results.at(0)).toBeInstanceOf(AlertsFeature);
    const some = results.features.slice(0, 2);
    const shown = await apis.alerts.show(some);
    expect(shown.results.pluck("id")).toEqual(some.map(({ id }) => id));
    expect(shown.results.pluck("event")).toEqual(some.map(({ event }) => event));
  });

  test("cameras.index, by state, place and text; aggregates", async () => {
    const { results, total } = await apis.cameras.index({ state: "New York" });
    expect([results.length, new Set(results.pluck("state"))]).toEqual([total, new Set(["New York"])]);
    expect(new Set(results.pluck("id")).size).toBe(total);
    const boxed = await apis.cameras.index({ bbox: [-77.5, 42.7, -76, 43.5], limit: 5 });
    expect(boxed.results.features.every(({ coordinates = [] }) => (coordinates[0] ?? 0) < -76)).toBe(true);
    const { aggs, results: none } = await apis.cameras.index({ state: "New York", limit: 0, aggs: "city" });
    expect(none).toHaveLength(0);
    expect(aggs["city"]).toContainEqual({ key: "Buffalo", count: expect.any(Number) });
  });

  test("cameras.show takes an id, a feature, or a list of both, and keeps their order", async () => {
    const { results } = await apis.cameras.index({ state: "Ohio", limit: 3 });
    const [a, b, c] = results.features;
    if (a === undefined || b === undefined || c === undefined) throw new Error("The sandbox has no cameras in Ohio.");
    expect((await apis.cameras.show(a.id)).results.pluck("json")).toEqual([a.json]);
    expect((await apis.cameras.show(b)).results.at(0)).toBeInstanceOf(CamerasFeature);
    expect((await apis.cameras.show([c, a.id, b])).results.pluck("id")).toEqual([c.id, a.id, b.id]);
    expect(await apis.cameras.show([])).toMatchObject({ results: { length: 0 }, failed: [] });
  });

  test("S11: an id is one segment of the path; what is none fails alone, and is not sent", async () => {
    const { results } = await apis.cameras.index({ limit: 1 });
    const good = results.at(0)?.id ?? "";
    let shown: Awaited<ReturnType<typeof apis.cameras.show>> | undefined;
    const asked = await askedBy(async () => {
      shown = await apis.cameras.show(["a/../../oauth/token?x#", good, "..", ""]);
    });
    expect(asked.toSorted()).toEqual([
      expect.stringMatching(/^GET \/v1\/cameras\/(?!a%2F)/),
      "GET /v1/cameras/a%2F..%2F..%2Foauth%2Ftoken%3Fx%23",
    ]);
    expect(shown?.results.pluck("id")).toEqual([good]);
    expect(shown?.failed.map(({ input, url, error }) => [input, url, error.constructor])).toEqual([
      ["a/../../oauth/token?x#", `${box.url}/cameras/a%2F..%2F..%2Foauth%2Ftoken%3Fx%23`, StatusError],
      ["..", "", UsageError],
      ["", "", UsageError],
    ]);
  });

  test("C7: an answer that is HTML fails its id only", async () => {
    const { results } = await apis.cameras.index({ limit: 3 });
    const ids = results.pluck("id");
    const path = `/v1/cameras/${ids[1]}`;
    await box.fault({
      kind: "status",
      status: 200,
      headers: { "Content-Type": "text/html" },
      body: "<html>",
      match: { path },
      times: 9,
    });
    const shown = await apis.cameras.show(ids);
    expect(shown.results.pluck("id")).toEqual([ids[0], ids[2]]);
    expect(shown.failed).toMatchObject([
      { input: ids[1], url: `${box.url}/cameras/${ids[1]}`, error: { code: "decode" } },
    ]);
    expect(shown.failed[0]?.error).toBeInstanceOf(DecodeError);
  });

  test("C14: a token that ends in the middle of a batch is renewed once, and nothing fails", async () => {
    const { results } = await apis.cameras.index({ limit: 40 });
    await box.revokeTokens();
    const before = await box.counts();
    const { failed } = await apis.cameras.show(results.features, { maxConcurrency: 10 });
    expect(failed).toEqual([]);
    expect((await box.counts()).token - before.token).toBe(1);
  });

  test("C13: a 429 in a batch is waited out", async () => {
    const { results } = await apis.cameras.index({ limit: 4 });
    await box.fault({
      kind: "status",
      status: 429,
      headers: { "Retry-After": "0" },
      match: { path: /cameras/ },
      times: 3,
    });
    expect((await apis.cameras.show(results.features)).failed).toEqual([]);
  });

  test("S6: no failure shows the token", async () => {
    const { failed } = await apis.cameras.show(["missing"]);
    const shown = JSON.stringify(failed) + failed.map(({ error }) => `${error.stack}`).join("");
    expect(shown).not.toMatch(/Bearer|eyJ/);
  });

  test("cameras.images and C9: zones with a + arrive", async () => {
    const { results } = await apis.cameras.index({ limit: 1 });
    const camera = results.at(0) ?? "";
    const times = await apis.cameras.images(camera, "2018-01-01T02:00+02:00", { endTime: "2018-01-01T01:00Z" });
    expect(times).toHaveLength(7);
    expect([times[0], times[6]]).toEqual(["2018-01-01T00:00:00.000Z", "2018-01-01T01:00:00.000Z"]);
    const month = await apis.cameras.images(camera, "2018-01", { endTime: "2018-02-01" });
    expect([month.length, new Set(month).size]).toEqual([31 * 144 + 1, 31 * 144 + 1]);
    await expect(apis.cameras.images("missing", "2018")).rejects.toMatchObject({ status: 404 });
  });

  test("observations.index with typed sensors, and as text", async () => {
    const span = { state: "New York", time_min: "2018-01-01", time_max: "2018-01-02" };
    const typed = await apis.observations.index({
      ...span,
      limit: 50,
      sensors: { visibility: { data: { min: 0, max: 0.5 } } },
    });
    const text = "sensors[visibility][data][min]=0&sensors[visibility][data][max]=0.5";
    const raw = await apis.observations.index({ ...span, limit: 50, sensors: text });
    expect(typed.total).toBeGreaterThan(0);
    expect(raw.results.pluck("id")).toEqual(typed.results.pluck("id"));
    const codes = typed.results.features.map(({ sensors }) => sensors["visibility"]?.data ?? Number.NaN);
    expect(codes.every((code) => code >= 0 && code <= 0.5)).toBe(true);
  });

  test("C1: observations.show", async () => {
    const { results } = await apis.observations.index({ state: "Ohio", limit: 2 });
    const shown = await apis.observations.show(results.features);
    expect(shown.results.at(0)).toBeInstanceOf(ObservationsFeature);
    expect(shown.results.pluck("id")).toEqual(results.pluck("id"));
    expect((await apis.observations.show(results.at(1) ?? "")).results.pluck("json")).toEqual([results.at(1)?.json]);
  });

  test("a search with 10,000 results returns them all, in order, each once", async () => {
    const { total } = await apis.observations.index({
      state: "New York",
      time_min: "2018-01-01",
      time_max: "2018-01-08",
      limit: 0,
    });
    expect(total).toBeGreaterThan(10_000);
    const { total: cameras } = await apis.cameras.index({ state: "New York", limit: 0 });
    const steps = Math.ceil(10_000 / cameras);
    const time_max = new Date(Date.UTC(2018, 0, 1) + (steps - 1) * 600_000);
    const found = await apis.observations.index({ state: "New York", time_min: "2018-01-01", time_max });
    expect([found.results.length, found.truncated, found.failed]).toEqual([steps * cameras, false, []]);
    expect(found.results.length).toBeGreaterThanOrEqual(10_000);
    expect(new Set(found.results.pluck("id")).size).toBe(found.results.length);
    const times = found.results.features.map(({ time = "" }) => Date.parse(time));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test("collections: create, show, update, index, destroy", async () => {
    const id = await apis.collections.create("N & m", "d é", ["a", "b c"]);
    const made = await apis.collections.show(id);
    expect(made).toBeInstanceOf(CollectionsFeature);
    expect([made.id, made.name, made.description, made.tags, made.images]).toEqual([
      id,
      "N & m",
      "d é",
      ["a", "b c"],
      [],
    ]);
    expect(await apis.collections.update(made, { name: "x", tags: [] })).toMatchObject({ ok: true });
    const changed = await apis.collections.show(id, { limit: 5, marker: "" });
    expect([changed.name, changed.description, changed.tags]).toEqual(["x", "d é", []]);
    expect((await apis.collections.index({ q: "x" })).results.pluck("id")).toContain(id);
    expect(await apis.collections.destroy(id)).toMatchObject({ ok: true });
    await expect(apis.collections.show(id)).rejects.toMatchObject({ status: 404 });
  });

  test("collections: bad input never reaches the server", async () => {
    const asked = await askedBy(async () => {
      await expect(apis.collections.create("", "d")).rejects.toThrow(/name must be/);
      await expect(apis.collections.update("id", {})).rejects.toThrow(/nothing to update/);
      await expect(apis.collections.show("..")).rejects.toThrow(UsageError);
      await expect(apis.collections.show("id", { limit: 201 })).rejects.toThrow(/limit must be/);
    });
    expect(asked).toEqual([]);
  });

  test("C11: a tag with a comma is refused", async () => {
    await expect(apis.collections.create("n", "d", ["a,b"])).rejects.toThrow(/tags\[0\] holds a comma/);
  });

  test("C17: addImage checks what an asset is; camera_id, time, observation_id, image and features will do", async () => {
    const camera = (await apis.cameras.index({ state: "Ohio", limit: 1 })).results.at(0);
    const seen = (await apis.observations.index({ state: "New York", limit: 1 })).results.at(0);
    if (camera === undefined || seen === undefined) throw new Error("The sandbox is empty.");
    const id = await apis.collections.create("assets", "");
    const assets = [
      camera,
      { camera_id: camera.id, time: "2018-01-01T00:00:00+02:00" },
      { observation_id: seen.id },
      { camera_id: "missing" },
      Reflect.get({ wrong: { camera_id: camera.id, image: "x" } }, "wrong"),
    ];
    const { succeeded, failed } = await apis.collections.addImage(id, assets);
    expect(succeeded.map(({ input }) => input)).toEqual(assets.slice(0, 3));
    expect(failed.map(({ input, url, error }) => [input, url, error.constructor])).toEqual([
      [assets[3], `${box.url}/collections/${id}/images`, StatusError],
      [assets[4], `${box.url}/collections/${id}/images`, UsageError],
    ]);
    const names = await apis.collections.images(id);
    expect(names).toHaveLength(3);
    expect(names.some((name) => name.includes("_20171231220000000"))).toBe(true);
    expect(await apis.collections.images(id, { camera })).toHaveLength(2);
    const other = await apis.collections.create("from another", "");
    await apis.collections.addImage(other, { collection_id: id, image: names[0] ?? "" });
    expect(await apis.collections.images(other)).toEqual([names[0]]);
  });

  test("C2: removeImage says what it removed", async () => {
    const camera_id = (await apis.cameras.index({ limit: 1 })).results.at(0)?.id ?? "";
    const id = await apis.collections.create("remove", "");
    await apis.collections.addImage(id, { camera_id, time: "2018-01-01" });
    const names = await apis.collections.images(id);
    const { succeeded, failed } = await apis.collections.removeImage(id, [...names, "a b.jpg"]);
    expect(succeeded.map(({ input }) => input)).toEqual(names);
    expect(failed).toMatchObject([
      { input: "a b.jpg", url: `${box.url}/collections/${id}/images/a%20b.jpg`, error: { status: 404 } },
    ]);
    expect((await apis.collections.removeImage(id, [])).failed).toEqual([]);
  });

  test("C11: copy reports what it could not copy; emptyAll empties; destroy needs it empty", async () => {
    const camera_id = (await apis.cameras.index({ limit: 1 })).results.at(0)?.id ?? "";
    const id = await apis.collections.create("source", "about", ["t"]);
    const assets = Array.from({ length: 5 }, (_, hour) => ({ camera_id, time: new Date(Date.UTC(2018, 0, 1, hour)) }));
    expect((await apis.collections.addImage(id, assets)).succeeded).toHaveLength(5);
    await box.fault({ kind: "status", status: 404, match: { method: "POST", path: /\/images/ }, after: 1 });
    const copy = await apis.collections.copy(id, "copy", { maxConcurrency: 1 });
    const names = await apis.collections.images(id);
    expect([copy.copied, copy.failed.map(({ input }) => input)]).toEqual([names.filter((_, i) => i !== 1), [names[1]]]);
    expect(copy.failed[0]).toMatchObject({ url: `${box.url}/collections/${copy.id}/images`, error: { status: 404 } });
    expect(await apis.collections.show(copy.id)).toMatchObject({ name: "copy", description: "about", tags: ["t"] });
    await expect(apis.collections.destroy(copy.id)).rejects.toMatchObject({ status: 409 });
    expect(await apis.collections.empty(copy.id)).toEqual({ ok: true, total: 4 });
    expect(await apis.collections.emptyAll(id)).toEqual({ ok: true, total: 5 });
    expect(await apis.collections.images(id)).toEqual([]);
  });

  test("C5, C11: an empty collection is copied; one without description or tags too; a missing one makes nothing", async () => {
    const id = await apis.collections.create("empty", "");
    const copy = await apis.collections.copy(id, "copied");
    expect([copy.copied, copy.failed]).toEqual([[], []]);
    const { total } = await apis.collections.index({ limit: 0 });
    await expect(apis.collections.copy("missing", "never")).rejects.toMatchObject({ status: 404 });
    expect((await apis.collections.index({ limit: 0 })).total).toBe(total);
  });

  test("C12: create, update and addImage send their fields as a form, and no header that means nothing", async () => {
    const { collections, transport } = script(() => ({ json: { ok: true, collection_id: "c" } }));
    await collections.create("n", "d", ["a", "b"]);
    await collections.update("c", { name: "x" });
    await collections.addImage("c", { camera_id: "VADOT-1" });
    const sent = transport.requests.slice(1);
    expect(sent.map(({ text }) => text)).toEqual(["name=n&description=d&tags=a%2Cb", "name=x", "camera_id=VADOT-1"]);
    for (const { headers } of sent) {
      expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
      expect([headers["name"], headers["value"]]).toEqual([undefined, undefined]);
    }
  });
});
