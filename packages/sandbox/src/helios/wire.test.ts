import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, form, send } from "../testbed/heliosCalls.ts";
import { type HeliosBox, startHelios } from "./startHelios.ts";

/** What Python's clients really send, byte for byte where it matters: target, odd headers, bodies. */
let box: HeliosBox;
let token: string;
beforeAll(async () => {
  box = await startHelios();
  const body = '{"grant_type": "client_credentials", "client_id": "sandbox", "client_secret": "sandbox-secret"}';
  const answer = await send("POST", box.url, "/v1/oauth/token", {
    headers: { "Content-Type": "application/json" },
    body,
  });
  token = answer.json<{ access_token: string }>().access_token;
});
afterAll(() => box.close());

const bogus = { name: "Content-Type", value: "application/x-www-form-urlencoded" };
const python = () => ({ Authorization: `Bearer ${token}`, Accept: "*/*", "Accept-Encoding": "gzip, deflate" });
const get = (target: string): Promise<Answer> => send("GET", box.url, target, { headers: python() });
const remove = (target: string): Promise<Answer> =>
  send("DELETE", box.url, target, { headers: { ...python(), "Content-Length": "0" } });
const write = (method: string, target: string, type: string, body: string): Promise<Answer> =>
  send(method, box.url, target, { headers: { ...python(), ...bogus, "Content-Type": type }, body });

describe("searches", () => {
  test.each([
    ["/v1/alerts?&limit=100&skip=0", 100],
    ["/v1/alerts?skip=0&limit=100", 100],
    ["/v1/alerts?state=New+York&q=a&b", 10],
    ["/v1/alerts?skip=0&state=New%20York&q=a&b", 10],
    ["/v1/cameras?state=Virginia&limit=100&skip=100", 100],
    ["/v1/cameras?bbox=-77.5,42.7,-76.5,43.2&polygon=-105+40,-100+36&q=1&limit=100&skip=0", 100],
    ["/v1/cameras?skip=0&bbox=-77.5,42.7,-76.5,43.2&polygon=-105%2040,-100%2036&q=1&limit=100", 100],
    [
      "/v1/observations?sensors%5Bvisibility%5D=0&q=1&state=georgia&time_min=2018-02-10T18:00Z&time_max=2018-02-10T18:15Z&limit=100&skip=0",
      100,
    ],
    [
      "/v1/observations?sensors%5Broad_weather%5D%5Bdata%5D%5Bmin%5D=6&sensors%5Broad_weather%5D%5Bprev%5D%5Bmax%5D=3&skip=0&q=1&limit=100",
      100,
    ],
    ["/v1/collections?q=rain+drops&limit=100&skip=0", 100],
    ["/v1/cameras?q=z%C3%A9&active=True&state=it's", 10],
  ])("%s", async (target, limit) => {
    const answer = await get(target);
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toMatch(/^application\/json/);
    expect(answer.json<{ limit?: number; properties?: { limit: number } }>()).toSatisfy(
      (json: { limit?: number; properties?: { limit: number } }) => (json.properties?.limit ?? json.limit) === limit,
    );
  });
});

describe("images", () => {
  test.each([
    "/v1/cameras/VADOT-85975/images?time=2018-01-01T00:00:00.000Z&limit=5",
    "/v1/cameras/VADOT-85975/images?time=2018-01-01T00:00:00+02:00&limit=500",
  ])("%s", async (target) => {
    const { total, times } = (await get(target)).json<{ total: number; times: string[] }>();
    expect([total, times.every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/.test(time))]).toEqual([
      times.length,
      true,
    ]);
  });

  test("the name is the last segment of the redirect, and the picture comes without the bearer", async () => {
    const { status, headers } = await get("/v1/cameras/VADOT-85975/images/2018-01-01T00:00:00.000Z");
    const location = new URL(headers.location ?? "");
    expect([status, location.pathname.split("/").at(-1)]).toEqual([302, "0484-VADOT-85975_20180101000000000.jpg"]);
    expect([...location.searchParams.keys()]).toEqual(["AWSAccessKeyId", "Expires", "Signature"]);
    expect((await send("GET", box.imagesUrl, location.pathname + location.search)).status).toBe(200);
  });
});

describe("collections", () => {
  test.each<[string, string, (values: Record<string, string>) => string]>([
    ["forms", form, (values) => new URLSearchParams(values).toString()],
    [
      "forms that carry the token too",
      form,
      (values) => new URLSearchParams({ ...values, access_token: token }).toString(),
    ],
    ["JSON", "application/json", (values) => JSON.stringify(values)],
  ])("are made, changed, filled and removed with %s", async (_, type, encode) => {
    const created = await write(
      "POST",
      "/v1/collections",
      type,
      encode({ name: "N & m", description: "d é", tags: "a,b,c" }),
    );
    const { collection_id: id } = created.json<{ collection_id: string }>();
    expect((await write("PATCH", `/v1/collections/${id}`, type, encode({ name: "x", tags: "t1,t2" }))).json()).toEqual({
      ok: true,
    });
    for (const asset of [
      { camera_id: "VADOT-85975" },
      { camera_id: "VADOT-85975", time: "2018-01-01T00:00:00.000Z" },
      { observation_id: "TL-15939_2018-01-01T00:00:00.000Z" },
      { collection_id: id, image: "0484-VADOT-85975_20180101000000000.jpg" },
    ]) {
      const added = await write("POST", `/v1/collections/${id}/images`, type, encode(asset));
      expect([added.status, added.json()]).toEqual([200, expect.objectContaining({ ok: true })]);
    }
    const shown = (await get(`/v1/collections/${id}?limit=200&marker=`)).json<{
      name: string;
      tags: string[];
      images: string[];
    }>();
    expect([shown.name, shown.tags, shown.images.length]).toEqual(["x", ["t1", "t2"], 3]);
    expect((await remove(`/v1/collections/${id}/images/0484-VADOT-85975_20180101000000000.jpg`)).json()).toEqual({
      ok: true,
    });
    for (const missing of ["a%20b.jpg", "a+b.jpg", "missing.jpg"]) {
      expect((await remove(`/v1/collections/${id}/images/${missing}`)).status).toBe(404);
    }
    expect((await remove(`/v1/collections/${id}/images`)).json()).toEqual({ ok: true, total: 2 });
    expect((await remove(`/v1/collections/${id}`)).json()).toEqual({ ok: true });
  });
});
