import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Calls, callsTo, type Refused } from "../../testbed/heliosCalls.ts";
import { type HeliosBox, startHelios } from "../startHelios.ts";

interface Shown {
  _id: string;
  name: string;
  description: string;
  tags: string[];
  created_at: string;
  updated_at: string;
  images: string[];
  limit: number;
  marker: string;
}
interface Found {
  results: Shown[];
  total: number;
  skip: number;
  limit: number;
  aggs: Record<string, { key: string; count: number }[]>;
}

let box: HeliosBox;
let calls: Calls;
beforeAll(async () => {
  box = await startHelios({ tokenLifetime: 400 * 86_400 });
  calls = await callsTo(box);
});
afterAll(() => box.close());

const create = async (body: object) =>
  (await calls.call("POST", "/collections", body)).json<{ ok: true; collection_id: string }>().collection_id;
const show = async (id: string, query = "") => (await calls.get(`/collections/${id}${query}`)).json<Shown>();
const find = async (query: string) => (await calls.get(`/collections?${query}`)).json<Found>();
const addImages = async (id: string, count: number, camera = "VADOT-85975") => {
  for (let i = 0; i < count; i++) {
    const time = new Date(Date.UTC(2018, 0, 1) + i * 600_000).toISOString();
    expect((await calls.call("POST", `/collections/${id}/images`, { camera_id: camera, time })).status).toBe(200);
  }
};

describe("a collection", () => {
  test("is created, shown, changed in part, and destroyed", async () => {
    const id = await create({ name: "N & m", description: "d é", tags: "a, b,c,a" });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const shown = await show(id);
    expect(shown).toMatchObject({
      _id: id,
      name: "N & m",
      description: "d é",
      tags: ["a", "b", "c"],
      images: [],
      limit: 20,
      marker: "",
    });
    await box.advance(60_000);
    expect((await calls.call("PATCH", `/collections/${id}`, { tags: ["t1", "t2"] })).json()).toEqual({ ok: true });
    const changed = await show(id);
    expect(changed).toMatchObject({ name: "N & m", tags: ["t1", "t2"], created_at: shown.created_at });
    expect(Date.parse(changed.updated_at)).toBeGreaterThan(Date.parse(shown.updated_at));
    expect((await calls.call("PATCH", `/collections/${id}`, { description: "", tags: [] })).status).toBe(200);
    expect(await show(id)).toMatchObject({ description: "", tags: [] });
    expect((await calls.call("DELETE", `/collections/${id}`)).json()).toEqual({ ok: true });
    expect((await calls.get(`/collections/${id}`)).status).toBe(404);
  });

  test.each([
    ["POST", "/collections", { description: "no name" }, 400],
    ["PATCH", "/collections/missing", { name: "x" }, 404],
    ["DELETE", "/collections/missing", undefined, 404],
    ["DELETE", "/collections/missing/images", undefined, 404],
    ["DELETE", "/collections/missing/images/a+b.jpg", undefined, 404],
    ["POST", "/collections/missing/images", { camera_id: "VADOT-85975" }, 404],
  ])("%s %s %j is refused", async (method, target, body, status) => {
    const answer = await calls.call(method, target, body);
    expect([answer.status, answer.json<Refused>().error.message.length > 0]).toEqual([status, true]);
  });

  test("lives ninety days, and its images no longer", async () => {
    const id = await create({ name: "old" });
    await addImages(id, 1);
    const [name = ""] = (await show(id)).images;
    await box.advance(90 * 86_400_000 - 60_000);
    expect((await show(id)).name).toBe("old");
    const redirect = await calls.get(`/collections/${id}/images/${name}`);
    expect((await calls.follow(redirect)).status).toBe(200);
    await box.advance(60_000);
    expect((await calls.get(`/collections/${id}`)).status).toBe(404);
    expect((await calls.follow(redirect)).status).toBe(404);
  });
});

describe("GET /collections", () => {
  test("is found in any case, beyond ASCII too", async () => {
    const id = await create({ name: "Éclaircie À Zürich" });
    for (const q of ["Éclaircie", "éclaircie", "à ZÜRICH"])
      expect((await find(`q=${encodeURIComponent(q)}`)).results.map(({ _id }) => _id)).toEqual([id]);
  });

  test("searches, sorts, limits and counts", async () => {
    for (const [name, tags] of [
      ["banana", "fruit,yellow"],
      ["apple", "fruit"],
      ["cabin", "house"],
    ] as const) {
      await create({ name: `${name} rain`, description: "", tags });
      await box.advance(3_600_000);
    }
    const names = async (query: string) => (await find(query)).results.map(({ name }) => name.split(" ")[0]);
    expect(await names("q=RAIN+ruit")).toEqual(["banana", "apple"]);
    expect(await names("q=rain&sort=name")).toEqual(["apple", "banana", "cabin"]);
    expect(await names("q=rain&sort=created_at&sort_dir=desc&limit=2")).toEqual(["cabin", "apple"]);
    expect(await names("q=rain&skip=1&limit=1")).toEqual(["apple"]);
    const { results, total, skip, limit, aggs } = await find("q=rain&aggs[]=tags");
    expect({ total, skip, limit }).toEqual({ total: 3, skip: 0, limit: 10 });
    expect(aggs.tags?.[0]).toEqual({ key: "fruit", count: 2 });
    const middle = results[1]?.created_at ?? "";
    expect(await names(`q=rain&created_at_min=${middle}&created_at_max=${middle}`)).toEqual(["apple"]);
    expect(await names(`q=rain&updated_at_min=${middle}`)).toEqual(["apple", "cabin"]);
    expect(
      (await calls.call("POST", "/collections/_search", { q: "rain", sort: "name" })).json<Found>().results.length,
    ).toBe(3);
  });

  test.each(["sort=size", "sort_dir=up", "skip=4001", "created_at_min=soon"])("%s is refused", async (query) => {
    expect((await calls.get(`/collections?${query}`)).status).toBe(400);
  });
});

describe("images of a collection", () => {
  test("are listed by name, from a marker on: after it where it is a name, else from where it would stand", async () => {
    const id = await create({ name: "markers" });
    await addImages(id, 4);
    await addImages(id, 3, "CODOT-11150-13689");
    const all = (await show(id)).images;
    expect(all).toEqual(all.toSorted());
    expect(all.length).toBe(7);
    expect(await show(id, "?limit=2&marker=")).toMatchObject({ images: all.slice(0, 2), limit: 2, marker: "" });
    expect((await show(id, `?limit=2&marker=${all[1]}`)).images).toEqual(all.slice(2, 4));
    expect((await show(id, "?limit=200&marker=1a67-CODOT-11150-13689")).images).toEqual(
      all.filter((name) => name >= "1a67-CODOT-11150-13689"),
    );
    expect((await show(id, `?marker=${all[6]}`)).images).toEqual([]);
    expect((await show(id, "?limit=900")).limit).toBe(200);
  });

  test("come from a camera now or at a time, an observation, another collection, an old URL", async () => {
    const [id, other] = [await create({ name: "assets" }), await create({ name: "source" })];
    await addImages(other, 1);
    const [image = ""] = (await show(other)).images;
    const url = `https://bucket.example/x/${image}`;
    const assets = [
      { camera_id: "TL-15939" },
      { camera_id: "TL-15939", time: "2018-01-01T00:00:00.000Z" },
      { observation_id: "CODOT-11150-13689_2018-01-01T00:10:00.000Z" },
      { collection_id: other, image },
      { s3_src: url },
    ];
    for (const asset of assets) {
      expect((await calls.call("POST", `/collections/${id}/images`, asset)).json()).toMatchObject({ ok: true });
    }
    const { images } = await show(id);
    expect(images.length).toBe(4);
    expect(images).toContain(image);
    for (const name of images) {
      const redirect = await calls.get(`/collections/${id}/images/${name}`);
      expect(redirect.headers.location).toContain(`${box.imagesUrl}/helios-u-sandbox/collections/${id}/${name}?`);
      expect((await calls.follow(redirect)).headers["content-type"]).toBe("image/jpeg");
    }
  });

  test.each([
    [{}, 400],
    [{ camera_id: "nobody" }, 404],
    [{ camera_id: "TL-15939", time: "soon" }, 400],
    [{ observation_id: "C1_2018" }, 404],
    [{ collection_id: "missing", image: "a.jpg" }, 404],
    [{ s3_src: "https://bucket.example/a.jpg" }, 404],
  ])("%j is no asset", async (asset, status) => {
    const id = await create({ name: "bad assets" });
    expect((await calls.call("POST", `/collections/${id}/images`, asset)).status).toBe(status);
    expect((await show(id)).images).toEqual([]);
  });

  test("a collection is destroyed only when empty; a thousand images go at once", async () => {
    const id = await create({ name: "large" });
    await addImages(id, 1003);
    const refused = await calls.call("DELETE", `/collections/${id}`);
    expect([refused.status, refused.json<Refused>().error.code]).toEqual([409, "not_empty"]);
    const [first = ""] = (await show(id)).images;
    expect((await calls.call("DELETE", `/collections/${id}/images/${first}`)).json()).toEqual({ ok: true });
    expect((await calls.call("DELETE", `/collections/${id}/images/${first}`)).status).toBe(404);
    expect((await calls.call("DELETE", `/collections/${id}/images`)).json()).toEqual({ ok: true, total: 1000 });
    expect((await calls.call("DELETE", `/collections/${id}/images`)).json()).toEqual({ ok: true, total: 2 });
    expect((await calls.call("DELETE", `/collections/${id}/images`)).json()).toEqual({ ok: true, total: 0 });
    expect((await calls.call("DELETE", `/collections/${id}`)).status).toBe(200);
  });
});
