import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { apiTwins } from "../testbed/apiTwins.ts";
import { imageScene } from "../testbed/imageScene.ts";

describe.each(apiTwins)("images from a hostile server, in the $twin twin", (twin) => {
  const scene = imageScene(twin);

  test.each(["..%2Fup.jpg", "%2e%2e%2fup.jpg", "..%5Cup.jpg", "", "%00.jpg", "a%0a.jpg", "x%E2%80%AEgpj.exe"])(
    "S9: the name %j is refused, and nothing is fetched or written",
    async (name) => {
      await scene.redirect(`${scene.box.imagesUrl}/bucket/${name}`);
      const before = await scene.storageRequests();
      const { images, failed } = await scene.apis.cameras.showImage(scene.camera, scene.times.slice(0, 2), {
        outDir: join(scene.dir, "in"),
        maxConcurrency: 1,
      });
      expect(failed).toMatchObject([{ input: scene.times[0], error: { code: "filename" } }]);
      expect([images.length, scene.names(), existsSync(join(scene.dir, "up.jpg"))]).toEqual([1, ["in"], false]);
      expect((await scene.storageRequests()) - before).toBe(1);
    },
  );

  test.each([
    ["CON.jpg", "_CON.jpg"],
    [".bashrc", "_.bashrc"],
    ["a%3Ab.jpg", "a_b.jpg"],
    ["c.jpg.", "c.jpg"],
  ])("S9: the name %j is made safe", async (name, safe) => {
    await scene.serve("picture");
    await scene.redirect(`${scene.box.imagesUrl}/bucket/${name}`);
    expect(
      (await scene.apis.cameras.showImage(scene.camera, scene.times[0] ?? "", { outDir: scene.dir })).images[0]?.name,
    ).toBe(safe);
    expect(scene.names()).toEqual([safe]);
  });

  test("S10: the storage host gets nothing of ours", async () => {
    await scene.apis.cameras.showImage(scene.camera, scene.times[0] ?? "");
    const last = (await scene.box.imageRequests()).at(-1);
    expect([last?.credential, last?.cookies]).toEqual(["none", []]);
  });

  test.each([
    ["http to another machine", "http://images.example/a.jpg"],
    ["a file", "file:///etc/passwd"],
    ["a user name", "https://me:pw@images.example/a.jpg"],
    ["nowhere", "http://"],
    ["nothing", ""],
  ])("S10: a redirect to %s is not followed", async (_, location) => {
    await scene.redirect(location);
    const { images, failed } = await scene.apis.cameras.showImage(scene.camera, scene.times.slice(0, 2), {
      outDir: scene.dir,
      maxConcurrency: 1,
    });
    expect([images.length, failed.map(({ input, error }) => [input, Reflect.get(error, "code")])]).toEqual([
      1,
      [[scene.times[0], "redirect"]],
    ]);
    expect(JSON.stringify(failed)).not.toContain("pw");
  });

  test("S10: further redirects are followed five times, and the name is that of the last address", async () => {
    const hop = (to: string, count = 1): Promise<void> =>
      scene.box.faultImages({ kind: "status", status: 302, headers: { Location: to }, times: count });
    await scene.redirect(`${scene.box.imagesUrl}/first.jpg`);
    for (const name of ["b", "c", "d"]) await hop(`/${name}.jpg`);
    await hop("last.jpg");
    await scene.serve("picture");
    expect(
      (await scene.apis.cameras.showImage(scene.camera, scene.times[0] ?? "", { outDir: scene.dir })).images,
    ).toMatchObject([{ name: "last.jpg" }]);
    expect(scene.names()).toEqual(["last.jpg"]);
    await scene.box.clearFaults();
    await hop("/round.jpg", Number.POSITIVE_INFINITY);
    const before = await scene.storageRequests();
    const { failed } = await scene.apis.cameras.showImage(scene.camera, scene.times[0] ?? "", { outDir: scene.dir });
    expect(failed).toMatchObject([{ error: { code: "redirect", attempts: 6 } }]);
    expect((await scene.storageRequests()) - before).toBe(5);
    expect(scene.names()).toEqual(["last.jpg"]);
  });

  test("an API that answers with the image itself: its address ends in the name", async () => {
    const answer = { kind: "status", status: 200, headers: { "Content-Type": "image/jpeg" }, body: "direct" } as const;
    await scene.box.fault({ ...answer, match: { path: /\/images\// }, times: 3 });
    const { images } = await scene.apis.cameras.showImage(scene.camera, scene.times[0] ?? "", { outDir: scene.dir });
    expect(images).toMatchObject([{ name: (scene.times[0] ?? "").replaceAll(":", "_"), bytes: 6, status: "saved" }]);
    expect(readFileSync(images[0]?.file ?? "", "utf8")).toBe("direct");
    expect((await scene.apis.cameras.showImage(scene.camera, scene.times[0] ?? "")).images[0]?.name).toBe(
      scene.times[0],
    );
  });

  test("an address of the API's that is a file's name already makes no image of a refusal, nor of another image", async () => {
    const file = join(scene.dir, "preview");
    writeFileSync(file, "of another");
    const previews = (...ids: string[]) => scene.apis.observations.preview(ids, { outDir: scene.dir });
    const refused = await previews("missing", "missing too");
    expect(refused).toMatchObject({ images: [], failed: [{ error: { status: 404 } }, { error: { status: 404 } }] });

    const answer = { kind: "status", status: 200, headers: { "Content-Type": "image/jpeg" } } as const;
    await scene.box.fault({ ...answer, body: "mine", match: { path: /\/preview/ } });
    expect(await previews("a")).toMatchObject({ images: [], failed: [{ error: { code: "filename" } }] });
    expect(readFileSync(file, "utf8")).toBe("of another");
    await scene.box.fault({ ...answer, body: "of another", match: { path: /\/preview/ } });
    expect(await previews("a")).toMatchObject({ images: [{ name: "preview", status: "kept" }], failed: [] });
  });

  test.each([
    ["a page", 200, "text/html", "<html>sign in</html>"],
    ["JSON", 200, "application/json", "{}"],
    ["nothing", 200, "image/jpeg", ""],
    ["a part", 206, "image/jpeg", "half"],
    ["something else", 203, "image/jpeg", "smaller"],
  ])("T56: %s instead of an image is never saved", async (_, status, type, body) => {
    await scene.box.faultImages({ kind: "status", status, headers: { "Content-Type": type }, body });
    const { images, failed } = await scene.apis.cameras.showImage(scene.camera, scene.times, {
      outDir: scene.dir,
      maxConcurrency: 1,
    });
    expect(images.map(({ input }) => input)).toEqual(scene.times.slice(1));
    expect(failed).toMatchObject([{ input: scene.times[0], error: { code: "decode", status } }]);
    expect(scene.names()).toEqual(images.map(({ name }) => name).toSorted());
    await scene.box.faultImages({ kind: "status", status, headers: { "Content-Type": type }, body });
    expect((await scene.apis.cameras.showImage(scene.camera, scene.times[0] ?? "")).failed).toMatchObject([
      { error: { code: "decode" } },
    ]);
  });

  test("S6: a refusal of the storage host shows no signature", async () => {
    await scene.box.faultImages({
      kind: "status",
      status: 403,
      headers: { "Content-Type": "application/xml" },
      body: "<Error/>",
    });
    const { failed } = await scene.apis.cameras.showImage(scene.camera, scene.times[0] ?? "", { outDir: scene.dir });
    expect(failed).toMatchObject([{ error: { code: "status", status: 403 } }]);
    expect(JSON.stringify(failed) + String(failed[0]?.error.stack)).not.toMatch(/Signature=./);
  });
});
