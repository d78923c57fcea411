import { DecodeError, UsageError } from "@latchkey/session";
import { describe, expect, test } from "vitest";
import { cameraPrefix } from "../names/cameraPrefix.ts";
import { type ApiScript, apiTwins, asked } from "../testbed/apiTwins.ts";

const START = Date.UTC(2018, 0, 1);
const MINUTE = 60_000;
const iso = (time: number): string => new Date(time).toISOString();
const every = (minutes: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => iso(START + index * minutes * MINUTE));

/** A server with images of these times; it may compare whole seconds. */
function timesScript(times: readonly string[], unit = 1): ApiScript {
  return ({ query }) => {
    const from = Math.floor(Date.parse(query.get("time") ?? "") / unit);
    const found = times.filter((time) => Math.floor(Date.parse(time) / unit) >= from);
    return { json: { total: found.length, times: found.slice(0, Number(query.get("limit"))) } };
  };
}

describe.each(apiTwins)("C9: cameras.images of the $twin twin", ({ script }) => {
  test("without an end: one page", async () => {
    const times = every(10, 700);
    const { cameras, transport } = script(timesScript(times));
    expect(await cameras.images("VADOT-1", "2018-01-01")).toEqual(times.slice(0, 500));
    expect(await cameras.images("VADOT-1", "2018-01-01", { limit: 3 })).toEqual(times.slice(0, 3));
    expect(asked(transport)).toEqual([
      "GET cameras/VADOT-1/images?time=2018-01-01T00%3A00%3A00.000Z&limit=500",
      "GET cameras/VADOT-1/images?time=2018-01-01T00%3A00%3A00.000Z&limit=3",
    ]);
  });

  test("without an end, too: in order, each once, from then on, and no other text", async () => {
    const [a = "", b = "", c = ""] = every(10, 3);
    const { cameras } = script(() => ({ json: { total: 6, times: [c, b, a, b, "soon", iso(START - 1)] } }));
    expect(await cameras.images("c", new Date(START))).toEqual([a, b, c]);
  });

  test.each([{}, { error: "db down" }, { times: null }, { times: "2018" }])(
    "an answer without a list of times is an error: %j",
    async (json) => {
      const { cameras } = script(() => ({ json }));
      await expect(cameras.images("c", "2018")).rejects.toThrow(/no list of times/);
      await expect(cameras.images("c", "2018", { endTime: "2019" })).rejects.toThrow(DecodeError);
    },
  );

  test.each([1, 2, 7, 500])("with an end: all times until then, %i to a page", async (limit) => {
    const times = every(10, 60);
    const { cameras } = script(timesScript(times));
    expect(await cameras.images("VADOT-1", "2018-01-01", { endTime: times[49] ?? "", limit })).toEqual(
      times.slice(0, 50),
    );
  });

  test("the end is included wherever pages end, and compared to the millisecond", async () => {
    const times = [iso(START), iso(START + 400), iso(START + 401), iso(START + 900), iso(START + 1000)];
    const { cameras } = script(timesScript(times));
    for (const limit of [1, 2, 3, 4, 5]) {
      expect(await cameras.images("c", new Date(START), { endTime: new Date(START + 401), limit })).toEqual(
        times.slice(0, 3),
      );
      expect(await cameras.images("c", new Date(START), { endTime: iso(START + 899), limit })).toEqual(
        times.slice(0, 3),
      );
      expect(await cameras.images("c", new Date(START), { endTime: iso(START + 900), limit })).toEqual(
        times.slice(0, 4),
      );
    }
  });

  test.each([2, 3, 500])("times that come twice neither stay nor stop it, %i to a page", async (limit) => {
    const [a = "", b = "", c = ""] = every(10, 3);
    const { cameras } = script(timesScript([a, a, b, b, b, c]));
    expect(await cameras.images("c", a, { endTime: c, limit })).toEqual([a, b, c]);
  });

  test("a server that compares whole seconds is asked on", async () => {
    const times = [...every(10, 5).slice(0, 2), iso(START + 700_000), iso(START + 700_400), iso(START + 1_300_000)];
    const { cameras } = script(timesScript(times, 1000));
    expect(await cameras.images("c", "2018", { endTime: "2018-01-02", limit: 2 })).toEqual(times);
  });

  test("zones are understood, and sent so that they arrive", async () => {
    const times = every(10, 20);
    const { cameras, transport } = script(timesScript(times));
    const found = await cameras.images("c", "2018-01-01T02:00:00+02:00", { endTime: "2018-01-01T00:30" });
    expect(found).toEqual(times.slice(0, 4));
    expect(asked(transport)[0]).toContain("time=2018-01-01T00%3A00%3A00.000Z");
  });

  test("the rest of a long span is walked in several places at once", async () => {
    const times = every(10, 5000);
    const { cameras, transport } = script((request) => ({ ...Object(timesScript(times)(request)), delay: 5 }));
    expect(await cameras.images("c", "2018", { endTime: times[4999] ?? "" })).toEqual(times);
    expect(transport.mostAtOnce).toBeGreaterThan(5);
    expect(asked(transport).length).toBeLessThan(20);
  });

  test("uneven times are all found, too", async () => {
    const bursts = Array.from({ length: 300 }, (_, index) => iso(START + index * index * 1000));
    const { cameras } = script(timesScript(bursts));
    expect(await cameras.images("c", "2018", { endTime: bursts[299] ?? "", limit: 10 })).toEqual(bursts);
  });

  test("pages that never end are an error", async () => {
    const { cameras, transport } = script(() => ({ json: { times: [iso(START), iso(START + 1)] } }));
    await expect(cameras.images("c", "2018", { endTime: "2018-02" })).rejects.toMatchObject({ code: "protocol" });
    expect(asked(transport).length).toBeLessThan(5);
  });

  test("no times, an end at once, and bad input", async () => {
    const { cameras } = script(timesScript([]));
    expect(await cameras.images("c", "2018", { endTime: "2018" })).toEqual([]);
    await expect(cameras.images("c", "soon")).rejects.toThrow(/startTime must be an ISO 8601 time/);
    await expect(cameras.images("c", "2018", { endTime: "soon" })).rejects.toThrow(/endTime must be an ISO 8601 time/);
    await expect(cameras.images("c", "2018", { endTime: "2017" })).rejects.toThrow(
      /^endTime \("2017"\) is before startTime \("2018"\)\.$/,
    );
    await expect(cameras.images("c", "2018", { limit: 501 })).rejects.toThrow(UsageError);
    await expect(cameras.images("", "2018")).rejects.toThrow(/camera must be an id/);
  });
});

/** A collection with these names, as the API lists them. */
function namesScript(names: readonly string[], most = 200): ApiScript {
  const sorted = names.toSorted();
  return ({ query }) => {
    const marker = query.get("marker") ?? "";
    const limit = Math.min(most, Number(query.get("limit")));
    const rest = sorted.filter((name) => name > marker);
    return { json: { _id: "c", images: rest.slice(0, limit), limit, marker } };
  };
}

const image = (camera: string, minute: number): string =>
  `${cameraPrefix(camera)}_${iso(START + minute * MINUTE).replace(/\D/g, "")}.jpg`;

describe.each(apiTwins)("C10: collections.images of the $twin twin", ({ script }) => {
  test("all names, page by page; the last page is known by its size", async () => {
    const names = Array.from({ length: 450 }, (_, index) => image("A-1", index));
    const { collections, transport } = script(namesScript(names));
    expect(await collections.images("c")).toEqual(names.toSorted());
    expect(asked(transport)).toHaveLength(3);
    expect(asked(transport)[0]).toBe("GET collections/c?limit=200&marker=");
  });

  test("of one camera, also one with _ in its id, and no other's", async () => {
    const names = ["TXDOT_DAL-1", "TXDOT", "CODOT-11150", "CODOT-11150-13689"].flatMap((camera) =>
      Array.from({ length: 250 }, (_, index) => image(camera, index)),
    );
    for (const camera of ["TXDOT_DAL-1", "TXDOT", "CODOT-11150", "CODOT-11150-13689"]) {
      const { collections, transport } = script(namesScript(names));
      const found = await collections.images("c", { camera });
      expect(found).toEqual(names.filter((name) => name.slice(5).startsWith(`${camera}_2018`)));
      expect(asked(transport).length).toBeLessThanOrEqual(2);
    }
  });

  test("names of the old format, also where another id begins the same way", async () => {
    const old = (camera: string, count: number): string[] =>
      Array.from({ length: count }, (_, index) => image(camera, index).slice(5));
    const names = [...old("TL", 210), ...old("TL-1", 3), ...old("TL_2", 5)];
    const { collections } = script(namesScript(names));
    expect(await collections.images("c", { camera: "TL", oldFlag: true })).toEqual(old("TL", 210));
  });

  test("a page of exactly one camera's costs no further call where the list ends", async () => {
    const names = Array.from({ length: 200 }, (_, index) => image("A-1", index));
    const { collections, transport } = script(namesScript([...names, "zzzz-other_20180101000000000.jpg"]));
    expect(await collections.images("c", { camera: "A-1" })).toHaveLength(200);
    expect(asked(transport)).toHaveLength(2);
    const short = script(namesScript(names.slice(0, 199)));
    expect(await short.collections.images("c", { camera: "A-1" })).toHaveLength(199);
    expect(asked(short.transport)).toHaveLength(1);
  });

  test("smaller pages than were asked for lose nothing", async () => {
    const names = Array.from({ length: 45 }, (_, index) => image("A-1", index));
    expect(await script(namesScript(names, 20)).collections.images("c")).toEqual(names.toSorted());
  });

  test("T57: a page that comes again is an error after two requests", async () => {
    const images = Array.from({ length: 200 }, (_, index) => image("A-1", index));
    const { collections, transport } = script(() => ({ json: { images, limit: 200 } }));
    await expect(collections.images("c")).rejects.toMatchObject({ code: "protocol" });
    expect(asked(transport)).toHaveLength(2);
  });

  test("an answer without a list of images is an error, and a copy of it makes nothing", async () => {
    const { collections, transport } = script(() => ({ json: { _id: "c", error: "db down" } }));
    await expect(collections.images("c")).rejects.toThrow(DecodeError);
    await expect(collections.copy("c", "copy")).rejects.toThrow(/no list of images/);
    expect(asked(transport).filter((call) => call.startsWith("POST"))).toEqual([]);
  });

  test("oldFlag needs a camera", async () => {
    await expect(script(namesScript([])).collections.images("c", { oldFlag: true })).rejects.toThrow(/needs a camera/);
  });
});
