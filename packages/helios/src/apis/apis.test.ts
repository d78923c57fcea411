import { getEventListeners } from "node:events";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { DecodeError, StatusError, UsageError } from "@latchkey/session";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AlertsFeature } from "../features/alertsFeature.ts";
import { CamerasFeature } from "../features/camerasFeature.ts";
import { ObservationsFeature } from "../features/observationsFeature.ts";
import { type Apis, apiTwins } from "../testbed/apiTwins.ts";

let box: HeliosBox;
beforeAll(async () => {
  box = await startHelios({ throttle: false, thread: true });
});
afterAll(() => box.close());

describe.each(apiTwins)("the APIs of the $twin twin", ({ twin, visit }) => {
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

  test("cameras.show takes an id, a feature, a list of both, or what a search found, and keeps their order", async () => {
    const { results } = await apis.cameras.index({ state: "Ohio", limit: 3 });
    const [a, b, c] = results.features;
    if (a === undefined || b === undefined || c === undefined) throw new Error("The sandbox has no cameras in Ohio.");
    expect((await apis.cameras.show(a.id)).results.pluck("json")).toEqual([a.json]);
    expect((await apis.cameras.show(b)).results.at(0)).toBeInstanceOf(CamerasFeature);
    expect((await apis.cameras.show([c, a.id, b])).results.pluck("id")).toEqual([c.id, a.id, b.id]);
    expect((await apis.cameras.show(results)).results.pluck("id")).toEqual(results.pluck("id"));
    expect(await apis.cameras.show([])).toMatchObject({ results: { length: 0 }, failed: [] });
  });

  test("S11: an id is one segment of the path; what is none fails alone, and is not sent", async () => {
    const { results } = await apis.cameras.index({ limit: 1 });
    const good = results.at(0)?.id ?? "";
    let shown: Awaited<ReturnType<typeof apis.cameras.show>> | undefined;
    const asked = await askedBy(async () => {
      shown = await apis.cameras.show(["a/b/oauth/token?x#", good, "a/../../oauth/token", "..", ""]);
    });
    expect(asked.toSorted()).toEqual([
      expect.stringMatching(/^GET \/v1\/cameras\/(?!a%2F)/),
      "GET /v1/cameras/a%2Fb%2Foauth%2Ftoken%3Fx%23",
    ]);
    expect(shown?.results.pluck("id")).toEqual([good]);
    expect(shown?.failed.map(({ input, url, error }) => [input, url, error.constructor])).toEqual([
      ["a/b/oauth/token?x#", `${box.url}/cameras/a%2Fb%2Foauth%2Ftoken%3Fx%23`, StatusError],
      // A proxy that decodes it would lead elsewhere.
      ["a/../../oauth/token", "", UsageError],
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

  test.each([
    ["by its own limit", {}, { maxConcurrency: 1 }],
    ["by the session's, whatever its own", { maxConcurrency: 1 }, { maxConcurrency: 50 }],
  ])(
    "T36: after a 429 that asks to wait for an hour, nothing more of a batch is started: one at once %s",
    async (...given) => {
      const [, session, options] = given;
      await apis.close();
      apis = visit(box, session);
      const { results } = await apis.cameras.index({ limit: 4 });
      const path = /cameras/;
      await box.fault({ kind: "status", status: 429, headers: { "Retry-After": "3600" }, match: { path }, times: 4 });
      expect(
        await askedBy(async () => {
          const { failed } = await apis.cameras.show(results.features, options);
          expect(failed.map(({ error }) => error.message.startsWith("Not started, because of: "))).toEqual([
            false,
            true,
            true,
            true,
          ]);
          expect(failed).toMatchObject(
            failed.map(() => ({ error: { name: "StatusError", status: 429, retryAfter: 3_600_000 } })),
          );
        }),
      ).toHaveLength(1);
    },
  );

  test.runIf(twin === "async")("a batch that is over hears its signal no more, however it ended", async () => {
    const { signal } = new AbortController();
    expect((await apis.cameras.show(["missing"], { signal })).failed).toHaveLength(1);
    await expect(apis.cameras.index({ limit: -1 }, { signal })).rejects.toThrow(UsageError);
    expect(getEventListeners(signal, "abort")).toEqual([]);
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
});
