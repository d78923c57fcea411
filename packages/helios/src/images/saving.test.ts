import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { apiTwins } from "../testbed/apiTwins.ts";
import { imageScene } from "../testbed/imageScene.ts";

describe.each(apiTwins)("images of the $twin twin", (twin) => {
  const scene = imageScene(twin);

  test("are saved under their own names, in the order of the times", async () => {
    const { images, failed } = await scene.apis.cameras.showImage(scene.camera, scene.times, {
      outDir: join(scene.dir, "new/er"),
    });
    expect(failed).toEqual([]);
    expect(images.map(({ input }) => input)).toEqual(scene.times);
    for (const { file, name, bytes, status, verified } of images) {
      expect(file).toBe(join(scene.dir, "new/er", name));
      expect(readFileSync(file)).toHaveLength(bytes);
      expect([readFileSync(file).subarray(0, 3).toString("hex"), status, verified]).toEqual(["ffd8ff", "saved", true]);
    }
    expect(readdirSync(join(scene.dir, "new/er"))).toHaveLength(6);
  });

  test("without a directory their bytes are returned; one time will do", async () => {
    const { images } = await scene.apis.cameras.showImage(scene.camera, new Date(scene.times[0] ?? ""));
    const [image] = images;
    const saved = await scene.apis.cameras.showImage(scene.camera, scene.times[0] ?? "", { outDir: scene.dir });
    expect(Buffer.from(image?.content ?? [])).toEqual(readFileSync(saved.images[0]?.file ?? ""));
    expect(image?.bytes).toBe(image?.content.length);
    expect(image?.name).toBe(saved.images[0]?.name);
  });

  test("are pixels with decode, saved or not, fetched or kept", async () => {
    const [time = ""] = scene.times;
    const loaded = (await scene.apis.cameras.showImage(scene.camera, time, { decode: true })).images[0]?.pixels;
    expect([loaded?.channels, (loaded?.width ?? 0) > 100]).toEqual([3, true]);
    expect(loaded?.data).toHaveLength((loaded?.width ?? 0) * (loaded?.height ?? 0) * 3);
    for (const status of ["saved", "kept"]) {
      const [image] = (await scene.apis.cameras.showImage(scene.camera, time, { outDir: scene.dir, decode: true }))
        .images;
      expect(image?.status).toBe(status);
      expect([image?.pixels?.width, image?.pixels?.height]).toEqual([loaded?.width, loaded?.height]);
      expect(Buffer.from(image?.pixels?.data ?? []).equals(loaded?.data ?? new Uint8Array())).toBe(true);
    }
  });

  test("C4: preview takes one id, a feature, a list, or what a search found; C3: and succeeds", async () => {
    const { results } = await scene.apis.observations.index({ state: "Ohio", limit: 2 });
    const one = await scene.apis.observations.preview(results.at(0)?.id ?? "", { outDir: scene.dir });
    expect([one.images.length, one.failed, scene.names().length]).toEqual([1, [], 1]);
    const two = await scene.apis.observations.preview(results);
    expect(two.images.map(({ input }) => input)).toEqual(results.features);
  });

  test("of a collection by name: those on disk are not even asked for", async () => {
    const id = await scene.apis.collections.create("pictures", "");
    await scene.apis.collections.addImage(
      id,
      scene.times.map((time) => ({ camera_id: scene.camera, time })),
    );
    const list = await scene.apis.collections.images(id, { camera: scene.camera });
    const { images, failed } = await scene.apis.collections.showImage(id, list, { outDir: scene.dir });
    expect([images.map(({ name }) => name), failed]).toEqual([list, []]);
    rmSync(join(scene.dir, list[2] ?? ""));
    const before = (await scene.box.requests()).length;
    const again = await scene.apis.collections.showImage(id, [...list, "missing.jpg"], { outDir: scene.dir });
    expect(again.images.map(({ status }) => status)).toEqual(["kept", "kept", "saved", "kept", "kept", "kept"]);
    expect(again.failed).toMatchObject([
      { input: "missing.jpg", url: `${scene.box.url}/collections/${id}/images/missing.jpg`, error: { status: 404 } },
    ]);
    expect((await scene.box.requests()).slice(before).map(({ path }) => path.split("/").at(-1))).toEqual([
      list[2],
      "missing.jpg",
    ]);
  });

  test("an interrupted run goes on where it stopped: what is complete is not fetched again", async () => {
    await scene.apis.cameras.showImage(scene.camera, scene.times.slice(0, 3), { outDir: scene.dir });
    const before = await scene.storageRequests();
    const { images } = await scene.apis.cameras.showImage(scene.camera, scene.times, { outDir: scene.dir });
    expect(images.map(({ status }) => status)).toEqual(["kept", "kept", "kept", "saved", "saved", "saved"]);
    expect((await scene.storageRequests()) - before).toBe(3);
  });

  test("T51: existing files are kept, replaced, or an error", async () => {
    const [time = ""] = scene.times;
    const [first] = (await scene.apis.cameras.showImage(scene.camera, time, { outDir: scene.dir })).images;
    const file = first?.file ?? "";
    const whole = readFileSync(file);
    writeFileSync(file, "mine");
    expect((await scene.apis.cameras.showImage(scene.camera, time, { outDir: scene.dir })).images[0]).toMatchObject({
      status: "kept",
      bytes: 4,
    });
    const before = await scene.storageRequests();
    const refused = await scene.apis.cameras.showImage(scene.camera, time, { outDir: scene.dir, existing: "error" });
    expect(refused.failed).toMatchObject([{ input: time, error: { code: "filename" } }]);
    expect([readFileSync(file, "utf8"), (await scene.storageRequests()) - before]).toEqual(["mine", 0]);
    const replaced = await scene.apis.cameras.showImage(scene.camera, time, { outDir: scene.dir, existing: "replace" });
    expect([replaced.images[0]?.status, readFileSync(file)]).toEqual(["saved", whole]);
    writeFileSync(file, "");
    expect((await scene.apis.cameras.showImage(scene.camera, time, { outDir: scene.dir })).images[0]?.status).toBe(
      "saved",
    );
    expect(readFileSync(file)).toEqual(whole);
    expect(scene.names()).toHaveLength(1);
  });

  test("T51: a link in the directory is not followed, a directory is no file", async () => {
    const [time = ""] = scene.times;
    const [image] = (await scene.apis.cameras.showImage(scene.camera, time, { outDir: scene.dir })).images;
    const [file, victim] = [image?.file ?? "", join(scene.dir, "victim")];
    writeFileSync(victim, "untouched");
    rmSync(file);
    symlinkSync(victim, file);
    expect((await scene.apis.cameras.showImage(scene.camera, time, { outDir: scene.dir })).failed).toMatchObject([
      { error: { code: "filename" } },
    ]);
    const { images } = await scene.apis.cameras.showImage(scene.camera, time, {
      outDir: scene.dir,
      existing: "replace",
    });
    expect([images.length, lstatSync(file).isFile(), readFileSync(victim, "utf8")]).toEqual([1, true, "untouched"]);
    rmSync(file);
    mkdirSync(file);
    expect((await scene.apis.cameras.showImage(scene.camera, time, { outDir: scene.dir })).failed).toMatchObject([
      { error: { code: "filename" } },
    ]);
  });

  test.skipIf(process.platform === "win32")("a pipe is never replaced, nor a link to it", async () => {
    const [time = ""] = scene.times;
    const [image] = (await scene.apis.cameras.showImage(scene.camera, time, { outDir: scene.dir })).images;
    const [file, pipe] = [image?.file ?? "", join(scene.dir, "pipe")];
    execFileSync("mkfifo", [pipe]);
    const before = await scene.storageRequests();
    for (const plant of [() => linkSync(pipe, file), () => symlinkSync(pipe, file)]) {
      rmSync(file);
      plant();
      for (const existing of ["keep", "replace", "error"] as const) {
        const { failed } = await scene.apis.cameras.showImage(scene.camera, time, { outDir: scene.dir, existing });
        expect(failed).toMatchObject([{ error: { code: "filename", message: `${file} is there and is no file.` } }]);
      }
    }
    expect([lstatSync(file).isSymbolicLink(), lstatSync(pipe).isFIFO()]).toEqual([true, true]);
    expect((await scene.storageRequests()) - before).toBe(0);
  });

  test("T51: two times of one image share its file; two images of one name do not", async () => {
    const [time = ""] = scene.times;
    const near = new Date(Date.parse(time) + 60_000);
    const before = await scene.storageRequests();
    const same = await scene.apis.cameras.showImage(scene.camera, [time, near, time], { outDir: scene.dir });
    expect(same.images.map(({ status }) => status).toSorted()).toEqual(["kept", "kept", "saved"]);
    expect([same.failed, (await scene.storageRequests()) - before, scene.names().length]).toEqual([[], 1, 1]);
    await scene.serve("picture");
    for (const path of ["1/A.jpg", "2/a.jpg", "3/A.jpg"]) await scene.redirect(`${scene.box.imagesUrl}/${path}`);
    const { images, failed } = await scene.apis.cameras.showImage(scene.camera, scene.times.slice(0, 3), {
      outDir: scene.dir,
      maxConcurrency: 1,
    });
    expect(images.map(({ name }) => name)).toEqual(["A.jpg"]);
    expect(failed).toMatchObject([
      { input: scene.times[1], error: { code: "filename" } },
      { input: scene.times[2], error: { code: "filename" } },
    ]);
  });

  test("T51: where files are an error, the one that this very batch wrote is none", async () => {
    const [time = ""] = scene.times;
    const near = new Date(Date.parse(time) + 60_000);
    const options = { outDir: scene.dir, existing: "error" } as const;
    for (const maxConcurrency of [1, 5]) {
      const same = await scene.apis.cameras.showImage(scene.camera, [time, near, time], { ...options, maxConcurrency });
      expect(same.failed).toEqual([]);
      expect(same.images.map(({ status }) => status).toSorted()).toEqual(["kept", "kept", "saved"]);
      expect(new Set(same.images.map(({ bytes }) => bytes)).size).toBe(1);
      const again = await scene.apis.cameras.showImage(scene.camera, [time, near, time], options);
      expect(again.failed.map(({ error }) => Reflect.get(error, "code"))).toEqual(["filename", "filename", "filename"]);
      rmSync(same.images[0]?.file ?? "");
    }
  });

  test.each([1, 5])(
    "T51: names that are made the same one are one image's, %i at once, in each run",
    async (atOnce) => {
      await scene.serve("picture");
      const lists = [
        ["a:b.jpg", "a*b.jpg", "a_b.jpg"],
        ["A.jpg", "a.jpg", "A.jpg"],
      ];
      for (const status of ["saved", "kept"]) {
        for (const names of lists) {
          const [first = ""] = names;
          await scene.redirect(`${scene.box.imagesUrl}/bucket/${encodeURIComponent(first)}`, /\/images\/a/i);
          const { images, failed } = await scene.apis.collections.showImage("c", names, {
            outDir: scene.dir,
            maxConcurrency: atOnce,
          });
          expect(images[0]).toMatchObject({ input: first, status });
          const same = (name: string): boolean => name === first;
          expect(images.map(({ input }) => input)).toEqual(names.filter(same));
          expect(failed.map(({ input, error }) => [input, Reflect.get(error, "code")])).toEqual(
            names.filter((name) => !same(name)).map((name) => [name, "filename"]),
          );
          await scene.box.clearFaults();
          await scene.serve("picture");
        }
      }
      expect(scene.names()).toEqual(["A.jpg", "a_b.jpg"]);
    },
  );

  test("T51: a name is another image's once the first that has it cannot be had", async () => {
    await scene.serve("picture");
    await scene.redirect(`${scene.box.imagesUrl}/bucket/a.jpg`, /\/a\.jpg/);
    const { images, failed } = await scene.apis.collections.showImage("c", ["A.jpg", "a.jpg"], { outDir: scene.dir });
    expect([images.map(({ name }) => name), failed.map(({ input }) => input)]).toEqual([["a.jpg"], ["A.jpg"]]);
    expect(failed[0]?.error).toMatchObject({ status: 404 });
  });

  test("T51: images whose addresses have each other's names do not wait for each other", async () => {
    await scene.serve("picture");
    await scene.redirect(`${scene.box.imagesUrl}/bucket/y.jpg`, /\/x\.jpg/);
    await scene.redirect(`${scene.box.imagesUrl}/bucket/x.jpg`, /\/y\.jpg/);
    const { images, failed } = await scene.apis.collections.showImage("c", ["x.jpg", "y.jpg"], { outDir: scene.dir });
    expect([images.map(({ name }) => name), failed]).toEqual([["y.jpg", "x.jpg"], []]);
  });

  test("T52: what a killed run left is removed when nobody has written to it for an hour, and nothing else", async () => {
    const part = (digit: number): string => `.latchkey-${process.pid}-${randomUUID().slice(1)}${digit}.part`;
    const [left, young, link, folder] = [part(1), part(2), part(3), part(4)];
    const others = [".latchkey-notes.part", `${part(5)}.jpg`, "image.part"];
    for (const name of [left, young, ...others]) writeFileSync(join(scene.dir, name), "half");
    mkdirSync(join(scene.dir, folder));
    symlinkSync(left, join(scene.dir, link));
    const old = new Date(Date.now() - 3_700_000);
    for (const name of [left, folder, ...others]) utimesSync(join(scene.dir, name), old, old);
    lutimesSync(join(scene.dir, link), old, old);
    const save = (): Promise<unknown> =>
      scene.apis.cameras.showImage(scene.camera, scene.times[0] ?? "", { outDir: scene.dir });
    await save();
    const names = scene.names().filter((name) => !name.endsWith(".jpg") || name.startsWith("."));
    expect(names).toEqual([young, link, folder, ...others].toSorted());
  });
});
