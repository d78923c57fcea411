import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { LatchkeyError } from "@latchkey/session";
import { describe, expect, test } from "vitest";
import { apiTwins } from "./testbed/apiTwins.ts";
import { failureOf } from "./testbed/heliosTwins.ts";
import { imageScene } from "./testbed/imageScene.ts";

const cid = "0d6a5f7e-9c1b-4c39-8f0e-2f6f3a1c7b55";
const api = "http://localhost/v1";

/** What a call that did not end well can be asked. */
function explained(error: unknown): string {
  // Whatever these calls throw is an error of the library: the test before this one says so.
  return String((error as LatchkeyError).explain());
}

describe.each(apiTwins)("errors of the $twin twin name method, URL and correlation id", ({ twin, script }) => {
  test("where an answer holds something else than was asked for; they can be explained", async () => {
    const { cameras, collections } = script(({ method }) => ({ json: method === "POST" ? { ok: true } : [] }), { cid });
    const [shown] = (await cameras.show("VADOT-1")).failed;
    const places = [
      [await failureOf(cameras.index()), "GET", `${api}/cameras`],
      [await failureOf(cameras.images("VADOT-1", "2018")), "GET", `${api}/cameras/VADOT-1/images`],
      [shown?.error, "GET", `${api}/cameras/VADOT-1`],
      [await failureOf(collections.show("c")), "GET", `${api}/collections/c`],
      [await failureOf(collections.create("name", "")), "POST", `${api}/collections`],
    ] as const;
    for (const [error, method, url] of places) {
      expect(error).toMatchObject({ name: "DecodeError", method, url, cid });
      expect(explained(error)).toContain(url);
    }
  });

  test("where a page of a search holds no results", async () => {
    const { cameras } = script(
      ({ query }) => ({ json: query.get("skip") === "0" ? { features: [{ id: "a" }], properties: { total: 2 } } : {} }),
      { cid },
    );
    const { failed } = await cameras.index({}, { pageSize: 1 });
    expect(failed).toMatchObject([{ error: { name: "DecodeError", method: "GET", url: `${api}/cameras`, cid } }]);
  });

  test("where a list does not go on", async () => {
    const lists = script(
      ({ url }) => ({
        json: url.includes("/cameras/")
          ? { times: ["2018-01-01T00:00:00.000Z", "2018-01-01T00:00:01.000Z"] }
          : { images: ["a.jpg", "b.jpg"], limit: 2 },
      }),
      { cid },
    );
    const times = lists.cameras.images("VADOT-1", "2018-01-01", { endTime: "2018-01-02" });
    const url = `${api}/cameras/VADOT-1/images`;
    expect(await failureOf(times)).toMatchObject({ code: "protocol", sent: true, method: "GET", url, cid });
    const names = await failureOf(lists.collections.images("c"));
    expect(names).toMatchObject({ code: "protocol", method: "GET", url: `${api}/collections/c`, cid });
  });

  // Ten thousand answers: a script of the async twin takes a turn of the event loop for each.
  test.runIf(twin === "blocking")("where a collection is never empty", async () => {
    const { collections } = script(() => ({ json: { ok: true, total: 1 } }), { cid });
    const emptied = await failureOf(collections.emptyAll("c"));
    expect(emptied).toMatchObject({ code: "protocol", method: "DELETE", url: `${api}/collections/c/images`, cid });
  });
});

describe.each(apiTwins)("errors of images in the $twin twin name method, URL and correlation id", (twin) => {
  const scene = imageScene({ ...twin, visit: (box, options) => twin.visit(box, { ...options, cid }) });
  const show = (options: object = {}): ReturnType<typeof scene.apis.cameras.showImage> =>
    scene.apis.cameras.showImage(scene.camera, scene.times[0] ?? "", { outDir: scene.dir, ...options });
  const apiUrl = (): string =>
    `${scene.box.url}/cameras/${scene.camera}/images/${encodeURIComponent(scene.times[0] ?? "")}`;

  test("where the call leads to no image", async () => {
    await scene.redirect("");
    // The first of the two asked for the token.
    const nowhere = { code: "redirect", method: "GET", url: apiUrl(), cid, attempts: 2, sent: true };
    expect((await show()).failed).toMatchObject([{ error: nowhere }]);
    await scene.redirect("http://images.example/a.jpg?Signature=x");
    const plain = { code: "redirect", method: "GET", url: "http://images.example/a.jpg", cid, attempts: 1, sent: true };
    expect((await show()).failed).toMatchObject([{ error: plain }]);
    await scene.redirect(`${scene.box.imagesUrl}/page.jpg`);
    await scene.box.faultImages({ kind: "status", status: 200, headers: { "Content-Type": "text/html" }, body: "<p>" });
    const page = { code: "decode", method: "GET", url: `${scene.box.imagesUrl}/page.jpg`, cid };
    const { failed } = await show();
    expect(failed).toMatchObject([{ error: page }]);
    expect(explained(failed[0]?.error)).toContain(page.url);
  });

  test("where it can be neither decoded nor saved", async () => {
    await scene.serve("not really a picture");
    const undecodable = { code: "decode", method: "GET", url: apiUrl(), cid };
    expect((await show({ decode: true })).failed).toMatchObject([{ error: undecodable }]);
    await scene.redirect(`${scene.box.imagesUrl}/taken.jpg`);
    mkdirSync(join(scene.dir, "taken.jpg"));
    expect((await show()).failed).toMatchObject([{ error: { code: "filename", method: "GET", url: apiUrl(), cid } }]);
  });

  test("where two images of a batch have one name", async () => {
    for (const name of ["a.jpg", "A.jpg"]) await scene.redirect(`${scene.box.imagesUrl}/${name}`);
    await scene.serve("picture");
    const two = scene.times.slice(0, 2);
    const { failed } = await scene.apis.cameras.showImage(scene.camera, two, { outDir: scene.dir, maxConcurrency: 1 });
    const url = expect.stringContaining(`/cameras/${scene.camera}/images/`);
    expect(failed).toMatchObject([{ error: { code: "filename", method: "GET", url, cid } }]);
  });
});
