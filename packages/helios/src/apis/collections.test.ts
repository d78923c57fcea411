import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { StatusError, UsageError } from "@latchkey/session";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CollectionsFeature } from "../features/collectionsFeature.ts";
import { type ApiScript, type Apis, apiTwins, asked } from "../testbed/apiTwins.ts";

let box: HeliosBox;
beforeAll(async () => {
  box = await startHelios({ throttle: false, thread: true });
});
afterAll(() => box.close());

describe.each(apiTwins)("collections of the $twin twin", ({ visit, script, twin }) => {
  let apis: Apis;
  beforeEach(async () => {
    await box.clearFaults();
    apis = visit(box);
    return () => apis.close();
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
    const before = (await box.requests()).length;
    await expect(apis.collections.create("", "d")).rejects.toThrow(/name must be/);
    await expect(apis.collections.update("id", {})).rejects.toThrow(/nothing to update/);
    await expect(apis.collections.show("..")).rejects.toThrow(UsageError);
    await expect(apis.collections.show("id", { limit: 201 })).rejects.toThrow(/limit must be/);
    expect(await box.requests()).toHaveLength(before);
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

  test.each([
    ["before it begins", 0],
    ["while the original is read", 1],
    ["while its images are listed", 2],
  ])("T40: a copy that its signal stops %s makes nothing; the blocking twin refuses a signal", async (_, requests) => {
    const controller = new AbortController();
    if (requests === 0) controller.abort();
    let seen = 0;
    const serve: ApiScript = () => {
      seen += 1;
      if (seen === requests) controller.abort();
      return { json: { ok: true, collection_id: "new", images: ["a.jpg"], limit: 200 }, delay: 10 };
    };
    const { collections, transport } = script(serve);
    const copy = collections.copy("source", "copy", { signal: controller.signal });
    if (twin === "blocking") {
      await expect(copy).rejects.toThrow(/signal/);
      expect(asked(transport)).toEqual([]);
    } else {
      await expect(copy).rejects.toMatchObject({ code: "aborted", name: "AbortError" });
      const reads = ["GET collections/source?limit=1", "GET collections/source?limit=200&marker="];
      expect(asked(transport)).toEqual(reads.slice(0, requests));
    }
  });

  test.each([
    [{ camera_id: "c" }, 1],
    [{ camera_id: "c", time: "2018" }, 2],
    [{ observation_id: "o" }, 2],
    [{ collection_id: "other", image: "a.jpg" }, 2],
  ])(
    "adding %j is sent %i times to a busy server: the newest image may be another one by then",
    async (asset, times) => {
      let requests = 0;
      const { collections, transport } = script(() => {
        requests += 1;
        return requests === 1 ? { status: 503 } : { json: { ok: true } };
      });
      const { succeeded, failed } = await collections.addImage("c", asset);
      expect(asked(transport)).toEqual(Array.from({ length: times }, () => "POST collections/c/images"));
      expect([succeeded.length, failed.length]).toEqual(times === 1 ? [0, 1] : [1, 0]);
    },
  );

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
