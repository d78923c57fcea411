import { DecodeError, StatusError, TransportError, UsageError } from "@latchkey/session";
import { describe, expect, test } from "vitest";
import { apiTwins, asked } from "../testbed/apiTwins.ts";
import { type ScriptedItem, searchScript } from "../testbed/searchScript.ts";

const MINUTE = 60_000;
const START = Date.UTC(2018, 0, 1);

/** So many results, a minute apart, the newest first. */
function newestFirst(count: number, end: number = START): ScriptedItem[] {
  return Array.from({ length: count }, (_, index) => ({ id: `o${index}`, time: end - index * MINUTE }));
}

const ids = (items: readonly ScriptedItem[]): string[] => items.map(({ id }) => id);

describe.each(apiTwins)("a search of the $twin twin", ({ script }) => {
  test("fetches its first page alone and the others at once, in order", async () => {
    const items = newestFirst(250);
    const { cameras, transport } = script(searchScript(items));
    const { results, failed, total, truncated, aggs } = await cameras.index({ state: "Virginia" });
    expect(results.pluck("id")).toEqual(ids(items));
    expect([failed, total, truncated, aggs]).toEqual([[], 250, false, { city: [] }]);
    expect(asked(transport)).toEqual([
      "GET cameras?state=Virginia&limit=100&skip=0",
      "GET cameras?state=Virginia&limit=100&skip=100",
      "GET cameras?state=Virginia&limit=50&skip=200",
    ]);
  });

  test("C8: keeps the API's order when its pages come in another one", async () => {
    const items = newestFirst(400);
    const serve = searchScript(items);
    const { cameras } = script((request) => ({
      ...Object(serve(request)),
      delay: 500 - Number(request.query.get("skip")),
    }));
    const { results } = await cameras.index();
    expect(results.pluck("id")).toEqual(ids(items));
  });

  test("C5: a search for nothing, and one whose first page is all of it, are no errors", async () => {
    const { cameras, transport } = script(searchScript(newestFirst(250)));
    expect((await cameras.index({ skip: 200 })).results).toHaveLength(50);
    expect((await cameras.index({ skip: 300 })).results).toHaveLength(0);
    expect(asked(transport)).toHaveLength(2);
    const nothing = await script(searchScript([])).alerts.index();
    expect([nothing.results.length, nothing.total, nothing.truncated]).toEqual([0, 0, false]);
  });

  test("C6: skip of 4000 is allowed, and no more", async () => {
    const { cameras, transport } = script(searchScript(newestFirst(4050)));
    expect((await cameras.index({ skip: 4000 })).results).toHaveLength(50);
    await expect(cameras.index({ skip: 4001 })).rejects.toThrow(UsageError);
    expect(asked(transport)).toEqual(["GET cameras?limit=100&skip=4000"]);
  });

  test("C6: limit is how many are wanted in all; 0 asks for counts only", async () => {
    const { cameras, transport } = script(searchScript(newestFirst(250)));
    expect((await cameras.index({ limit: 130 })).results).toHaveLength(130);
    const counts = await cameras.index({ limit: 0, aggs: "city" });
    expect([counts.results.length, counts.total, counts.truncated]).toEqual([0, 250, false]);
    expect(asked(transport)).toEqual([
      "GET cameras?limit=100&skip=0",
      "GET cameras?limit=30&skip=100",
      "GET cameras?aggs=city&limit=0&skip=0",
    ]);
  });

  test("C6: pages are as far apart as the server's pages are long", async () => {
    const items = newestFirst(120);
    const { cameras, transport } = script(searchScript(items, { clamp: 50 }));
    expect((await cameras.index()).results.pluck("id")).toEqual(ids(items));
    expect(asked(transport)).toHaveLength(3);
    await expect(cameras.index({}, { pageSize: 101 })).rejects.toThrow(/pageSize must be a whole number from 1 to 100/);
  });

  test("C6: what comes in while it runs neither repeats a result nor loses one", async () => {
    const items = newestFirst(250);
    const late = { id: "late", time: START + MINUTE };
    let requests = 0;
    const { cameras } = script((request) => {
      requests += 1;
      return searchScript(requests === 1 ? items : [late, ...items])(request);
    });
    const { results, total, truncated } = await cameras.index();
    expect(results.pluck("id")).toEqual(ids(items));
    expect([total, truncated]).toEqual([251, true]);
  });

  test("C6: more than a search can reach says so, with the total, where it cannot be divided", async () => {
    const { cameras, transport } = script(searchScript(newestFirst(4321)));
    const { results, total, truncated } = await cameras.index();
    expect([results.length, total, truncated]).toEqual([4100, 4321, true]);
    expect(asked(transport).at(-1)).toBe("GET cameras?limit=100&skip=4000");
    const enough = await cameras.index({ limit: 4100 });
    expect([enough.results.length, enough.truncated]).toEqual([4100, false]);
  });

  test.each([
    [0, 4090, 10, 0],
    [0, 4090, 30, 0],
    [3950, 4090, 100, 50],
    [4000, 4090, 10, 10],
    [25, 4030, 100, 0],
  ])("C6: what a search can reach does not depend on its pages: from %i on, %i, %i to a page", async (...given) => {
    const [skip, limit, pageSize, twice] = given;
    const items = newestFirst(4090);
    const { cameras, transport } = script(searchScript(items));
    const { results, truncated } = await cameras.index({ skip, limit }, { pageSize });
    expect(results.pluck("id")).toEqual(ids(items.slice(skip, skip + limit)));
    expect(truncated).toBe(false);
    expect(asked(transport).at(-1)).toMatch(/&skip=4000$/);
    // Only what the first page has already may come again with the last one.
    const sizes = asked(transport).map((call) => Number(/limit=(\d+)/.exec(call)?.[1]));
    expect(sizes.reduce((sum, size) => sum + size) - results.length).toBe(twice);
  });

  test("C7: a page that cannot be had is a record, the others are there", async () => {
    const serve = searchScript(newestFirst(350));
    const { cameras } = script(
      (request) => {
        if (request.query.get("skip") === "100") return { text: "<html>", headers: { "content-type": "text/html" } };
        if (request.query.get("skip") === "200") return { status: 404, json: { error: { code: "gone" } } };
        return serve(request);
      },
      { retry: false },
    );
    const { results, failed, truncated } = await cameras.index({ q: "secret" });
    expect([results.length, truncated]).toEqual([150, true]);
    expect(failed.map(({ input, url, error }) => [input, url, error.constructor])).toEqual([
      [{ skip: 100, limit: 100 }, "http://localhost/v1/cameras", DecodeError],
      [{ skip: 200, limit: 100 }, "http://localhost/v1/cameras", StatusError],
    ]);
  });

  test.each([[{ json: [] }], [{ json: { features: [] } }], [{ json: { total: 3 } }], [{ text: "no" }]])(
    "a first page that is none is an error: %j",
    async (reply) => {
      await expect(script(() => reply).cameras.index()).rejects.toThrow(DecodeError);
    },
  );

  test("S11: values are encoded, so that none can add or cut off a parameter", async () => {
    const { alerts, transport } = script(searchScript([]));
    await alerts.index({ q: "a&b#c+d%zé", state: "New York&limit=9#" });
    const [call] = transport.requests.slice(-1);
    expect(Object.fromEntries(new URL(call?.url ?? "").searchParams)).toEqual({
      q: "a&b#c+d%zé",
      state: "New York&limit=9#",
      limit: "100",
      skip: "0",
    });
  });

  test("a query too long for a URL is sent as a form to _search, and again as any other when the server is busy", async () => {
    const items = newestFirst(150);
    const serve = searchScript(items);
    let requests = 0;
    const { observations, transport } = script((request) => {
      requests += 1;
      return requests === 1 ? { status: 503 } : serve(request);
    });
    const corner = (index: number): [number, number] => [-100 + index / 1000, 40.123456];
    const polygon = Array.from({ length: 300 }, (_, index) => corner(index));
    const { results } = await observations.index({ polygon, time_min: "2017" });
    expect(results.pluck("id")).toEqual(ids(items));
    expect(asked(transport)).toEqual(Array.from({ length: 3 }, () => "POST observations/_search"));
    expect(new URLSearchParams(transport.requests.at(-1)?.text).get("polygon")?.split(",")).toHaveLength(300);
  });

  test("progress is told for each page; returning false keeps what was there", async () => {
    const { cameras } = script(searchScript(newestFirst(1000)));
    const told: unknown[] = [];
    const whole = await cameras.index({}, { onProgress: (progress) => void told.push({ ...progress, bytes: 0 }) });
    expect(whole.results).toHaveLength(1000);
    expect(told).toHaveLength(10);
    expect(told[0]).toEqual({ done: 1, failed: 0, total: 1, bytes: 0 });
    expect(told.at(-1)).toEqual({ done: 10, failed: 0, total: 10, bytes: 0 });
    const options = { maxConcurrency: 1, onProgress: ({ done }: { done: number }) => done < 3 };
    const part = await cameras.index({}, options);
    expect([part.results.length, part.failed.length, part.truncated]).toEqual([300, 7, true]);
    expect(part.failed[0]?.error).toMatchObject({ code: "aborted", name: "AbortError" });
  });

  test("at most maxConcurrency pages are under way", async () => {
    const serve = searchScript(newestFirst(2000));
    const slow = script((request) => ({ ...Object(serve(request)), delay: 10 }));
    await slow.cameras.index({}, { maxConcurrency: 3 });
    expect(slow.transport.mostAtOnce).toBe(3);
    await slow.cameras.index();
    expect(slow.transport.mostAtOnce).toBe(19);
  });
});

describe.each(apiTwins)("a search of the $twin twin beyond skip 4000", ({ script, twin }) => {
  test.each([
    ["without a span", {}, {}],
    ["of recent results only", {}, { recent: 6000 * MINUTE, now: START }],
    ["from a time on", { time_min: "2017-12" }, {}],
    ["between times", { time_min: "2017-12-01T00:00Z", time_max: "2018-01-01T00:00" }, {}],
    ["where the end is not counted in", { time_min: "2017-12" }, { maxIncluded: false }],
  ])("%s: returns all observations, in order, each once", async (_, params, options) => {
    const items = newestFirst(10_000);
    const wanted = "recent" in options ? items.slice(0, 6001) : items;
    const { observations } = script(searchScript("recent" in options ? newestFirst(30_000) : items, options));
    const { results, total, truncated, failed } = await observations.index(
      { state: "Ohio", ...params },
      { pageSize: 20 },
    );
    expect([results.length, total, truncated, failed]).toEqual([wanted.length, wanted.length, false, []]);
    expect(results.pluck("id")).toEqual(ids(wanted));
  });

  test("of recent results only, oldest first", async () => {
    const items = newestFirst(30_000).toReversed();
    const { observations } = script(searchScript(items, { recent: 6000 * MINUTE, now: START }));
    const { results, truncated } = await observations.index();
    expect(results.pluck("id")).toEqual(ids(items.slice(-6001)));
    expect(truncated).toBe(false);
  });

  test("oldest first, too", async () => {
    const items = newestFirst(9000).toReversed();
    const { observations } = script(searchScript(items));
    const { results, truncated } = await observations.index({ time_min: "2017", time_max: "2018-02" });
    expect([results.length, truncated]).toEqual([9000, false]);
    expect(results.pluck("id")).toEqual(ids(items));
  });

  test("skip and limit count in the order of the whole", async () => {
    const items = newestFirst(9000);
    const { observations } = script(searchScript(items));
    const { results, truncated } = await observations.index({ time_min: "2017", skip: 3950, limit: 1000 });
    expect(results.pluck("id")).toEqual(ids(items.slice(3950, 4950)));
    expect(truncated).toBe(false);
  });

  test("more at one moment than a search can reach: truncated, with the total", async () => {
    const items = Array.from({ length: 5000 }, (_, index) => ({ id: `o${index}`, time: START }));
    const { observations } = script(searchScript(items));
    const { results, total, truncated } = await observations.index({ time_min: "2018", time_max: "2018-01-01T01:00" });
    expect([results.length, total, truncated]).toEqual([4100, 5000, true]);
  });

  test.each([
    ["asc", "created_at"],
    ["desc", "created_at"],
    ["asc", "updated_at"],
    ["asc", "name"],
    ["desc", "name"],
  ] as const)("collections %s by %s", async (sort_dir, sort) => {
    const made = newestFirst(4500).map((item, index) => ({
      ...item,
      name: `n${String((index * 7919) % 4500).padStart(4, "0")}`,
    }));
    const sign = sort_dir === "asc" ? 1 : -1;
    const key = (item: ScriptedItem): string =>
      sort === "name" ? (item.name ?? "") : new Date(item.time).toISOString();
    const items = made.toSorted((a, b) => sign * (key(a) < key(b) ? -1 : 1));
    const { collections } = script(searchScript(items));
    const { results, truncated } = await collections.index({ sort, sort_dir, skip: 10 });
    expect(results.pluck("id")).toEqual(ids(items.slice(10)));
    expect(truncated).toBe(false);
  });

  test.each([
    ["its start is looked for", {}],
    ["it is divided", { time_min: "2017-12" }],
  ])("T40: stopped while %s, it has its first page and asks no further", async (_, params) => {
    const items = newestFirst(9000);
    const controller = new AbortController();
    const serve = searchScript(items);
    const { observations, transport } = script((request) => {
      if (twin === "async" && request.query.get("limit") === "1") controller.abort();
      return { ...Object(serve(request)), delay: 10 };
    });
    const stop = twin === "async" ? { signal: controller.signal } : { onProgress: () => false };
    const { results, total, truncated, failed } = await observations.index(params, { ...stop, maxConcurrency: 1 });
    expect([results.pluck("id"), total, truncated]).toEqual([ids(items.slice(0, 100)), 9000, true]);
    expect(failed[0]?.error).toMatchObject({ code: "aborted", name: "AbortError" });
    expect(asked(transport)).toHaveLength(twin === "async" ? 2 : 1);
  });

  test("a division that goes on in its parts asks no more at once than it may", async () => {
    // All of them in 28 days of two years: the first parts that have any are too large again.
    const serve = searchScript(newestFirst(40_000));
    const { observations, transport } = script((request) => ({ ...Object(serve(request)), delay: 10 }));
    const { results } = await observations.index({ time_min: "2016", time_max: "2018" }, { maxConcurrency: 2 });
    expect([results.length, transport.mostAtOnce]).toEqual([40_000, 2]);
  });

  test("stopped while its slices are fetched, it has what its first page brought before", async () => {
    const items = newestFirst(9000);
    const serve = searchScript(items);
    const { observations } = script((request) => ({
      ...Object(serve(request)),
      delay: request.query.get("skip") === "0" ? 10 : 5,
    }));
    const onProgress = ({ done }: { done: number }): boolean => done < 2;
    const { results, truncated } = await observations.index({ time_min: "2017-12" }, { onProgress });
    expect([results.pluck("id").slice(0, 100), truncated]).toEqual([ids(items.slice(0, 100)), true]);
    expect(results).toHaveLength(200);
  });

  test("a search that cannot be divided is an error of its own", async () => {
    const serve = searchScript(newestFirst(9000));
    const { observations } = script((request) =>
      request.query.get("limit") === "1" ? new TransportError("connect", "No.") : serve(request),
    );
    await expect(observations.index({ time_min: "2017" })).rejects.toMatchObject({ code: "connect" });
  });
});
