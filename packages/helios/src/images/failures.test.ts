import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "@latchkey/session";
import { describe, expect, test } from "vitest";
import { apiTwins } from "../testbed/apiTwins.ts";
import { failureOf } from "../testbed/heliosTwins.ts";
import { imageScene } from "../testbed/imageScene.ts";

describe.each(apiTwins)("what goes wrong with images in the $twin twin", (twin) => {
  const scene = imageScene(twin);

  test("a broken image that should be decoded has failed, and is not saved", async () => {
    await scene.serve("not really a picture");
    for (const outDir of [scene.dir, undefined]) {
      const { images, failed } = await scene.apis.cameras.showImage(scene.camera, scene.times[0] ?? "", {
        ...(outDir && { outDir }),
        decode: true,
      });
      expect([images, failed.map(({ error }) => Reflect.get(error, "code"))]).toEqual([[], ["decode"]]);
    }
    expect(scene.names()).toEqual([]);
  });

  test("T41: a body that stops half-way leaves no file; only its item fails", async () => {
    await scene.box.faultImages({ kind: "truncate", times: 3 });
    const { images, failed } = await scene.apis.cameras.showImage(scene.camera, scene.times, {
      outDir: scene.dir,
      maxConcurrency: 1,
    });
    expect(failed).toMatchObject([
      { input: scene.times[0], url: expect.stringContaining("/images/"), error: { code: "truncated" } },
    ]);
    expect(scene.names()).toEqual(images.map(({ name }) => name).toSorted());
    expect(scene.names()).toHaveLength(5);
  });

  test("T53: after three disk errors in a row nothing more is started; what was saved is whole", async () => {
    const before = await scene.storageRequests();
    const gone = (): void => rmSync(scene.dir, { recursive: true, force: true });
    const options = {
      outDir: scene.dir,
      maxConcurrency: 1,
      onProgress: ({ done }: { done: number }) => void (done === 1 && gone()),
    };
    const { images, failed } = await scene.apis.cameras.showImage(scene.camera, scene.times, options);
    expect([images.length, failed.length]).toEqual([1, 5]);
    expect(failed.map(({ error }) => Reflect.get(error, "code"))).toEqual(Array.from({ length: 5 }, () => "disk"));
    expect(failed[4]?.error.message).toMatch(/^Not started: 3 images in a row could not be written/);
    expect((await scene.storageRequests()) - before).toBeLessThanOrEqual(4);
  });

  test("T53: disk errors with an image between them that was written do not end the rest", async () => {
    const onProgress = ({ done }: { done: number }): void => {
      if (done === 1 || done === 4) rmSync(scene.dir, { recursive: true });
      if (done === 3) mkdirSync(scene.dir);
    };
    const options = { outDir: scene.dir, maxConcurrency: 1, onProgress };
    const { images, failed } = await scene.apis.cameras.showImage(scene.camera, scene.times, options);
    expect(images.map(({ input }) => input)).toEqual([scene.times[0], scene.times[3]]);
    expect(failed.map(({ error }) => error.message)).not.toContainEqual(expect.stringContaining("Not started"));
  });

  test.each([429, 503])("T36: after a %d that asks to wait for an hour, nothing more is started", async (status) => {
    for (const to of [{ outDir: scene.dir }, {}]) {
      const path = /\/images\//;
      const asked = async (): Promise<number> =>
        (await scene.box.requests()).filter((request) => path.test(request.path)).length;
      await scene.box.fault({
        kind: "status",
        status,
        headers: { "Retry-After": "3600" },
        times: Infinity,
        match: { path },
      });
      const before = await asked();
      const { images, failed } = await scene.apis.cameras.showImage(scene.camera, scene.times, {
        ...to,
        maxConcurrency: 1,
      });
      expect((await asked()) - before).toBe(1);
      expect(images).toEqual([]);
      expect(failed.map(({ error }) => error)).toMatchObject(
        scene.times.map(() => ({ name: "StatusError", status, retryAfter: 3_600_000 })),
      );
      expect(failed.at(-1)?.error.message).toMatch(/^Not started, because of: /);
      await scene.box.clearFaults();
    }
  });

  test("a directory that cannot be made is an error before anything is asked for", async () => {
    writeFileSync(join(scene.dir, "file"), "");
    const before = (await scene.box.requests()).length;
    await expect(
      scene.apis.cameras.showImage(scene.camera, scene.times, { outDir: join(scene.dir, "file/in") }),
    ).rejects.toMatchObject({
      code: "disk",
    });
    expect((await scene.box.requests()).length).toBe(before);
  });

  test("C7: a time-out of one image fails it alone, on disk and in memory", async () => {
    for (const to of [{ outDir: scene.dir }, {}]) {
      await scene.box.faultImages({ kind: "stall", times: 3 });
      const options = { ...to, timeout: 600, maxConcurrency: 1 };
      const { images, failed } = await scene.apis.cameras.showImage(scene.camera, scene.times.slice(0, 3), options);
      expect([images.length, failed.length]).toEqual([2, 1]);
      expect(failed).toMatchObject([{ input: scene.times[0], error: { code: "timeout" } }]);
      expect(scene.names()).toHaveLength(2);
    }
  });

  test("an image in memory may take longer than its time-out, which is for silence, and no longer than its deadline", async () => {
    const { cameras } = twin.script(({ url }) =>
      url.startsWith("https://storage.example/")
        ? { headers: { "content-type": "image/jpeg" }, text: "picture", delay: 20_000 }
        : { status: 302, headers: { location: "https://storage.example/a.jpg" } },
    );
    const slow = await cameras.showImage("c", "2018", { timeout: 1_000 });
    expect([slow.images.map(({ name }) => name), slow.failed]).toEqual([["a.jpg"], []]);
    const { failed } = await cameras.showImage("c", "2018", { timeout: 1_000, deadline: 10_000 });
    expect(failed).toMatchObject([{ error: { code: "timeout" } }]);
  });

  test("an onProgress that returns a promise ends the batch: nobody would wait for it", async () => {
    // JavaScript lets it pass.
    const onProgress = (async () => false) as unknown as () => boolean;
    const options = { outDir: scene.dir, maxConcurrency: 1, onProgress };
    const error = await failureOf(scene.apis.cameras.showImage(scene.camera, scene.times, options));
    expect(error).toMatchObject({ name: "UsageError", code: "promise" });
    expect(scene.names()).toHaveLength(1);
  });

  test("progress counts images and bytes; returning false stops and keeps what is done", async () => {
    const told: { done: number; failed: number; total: number; bytes: number }[] = [];
    const { images } = await scene.apis.cameras.showImage(scene.camera, scene.times, {
      outDir: scene.dir,
      onProgress: (progress) => void told.push(progress),
    });
    expect(told.at(-1)).toEqual({
      done: 6,
      failed: 0,
      total: 6,
      bytes: images.reduce((sum, { bytes }) => sum + bytes, 0),
    });
    const options = { maxConcurrency: 1, onProgress: ({ done }: { done: number }) => done < 2 };
    const part = await scene.apis.cameras.showImage(scene.camera, scene.times, options);
    expect([part.images.length, part.failed.length]).toEqual([2, 4]);
    expect(part.failed[0]).toMatchObject({ input: scene.times[2], error: { name: "AbortError" } });
  });

  test("a stopped batch leaves no half of a file", async () => {
    await scene.box.faultImages({ kind: "stall", after: 1, times: Number.POSITIVE_INFINITY });
    const { images, failed } = await scene.apis.cameras.showImage(scene.camera, scene.times, {
      outDir: scene.dir,
      onProgress: () => false,
    });
    expect([images.length, failed.length]).toEqual([1, 5]);
    expect(failed.every(({ error }) => error.name === "AbortError")).toBe(true);
    expect(scene.names()).toEqual(images.map(({ name }) => name));
  });

  test("an AbortSignal stops the async twin and keeps what is done; the blocking twin refuses one", async () => {
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }): void => void (done === 2 && controller.abort());
    const { signal } = controller;
    const run = scene.apis.cameras.showImage(scene.camera, scene.times, { maxConcurrency: 1, signal, onProgress });
    if (twin.twin === "blocking") {
      await expect(run).rejects.toThrow(/signal/);
    } else {
      const { images, failed } = await run;
      expect([images.length, failed.length, failed[0]?.error.name]).toEqual([2, 4, "AbortError"]);
    }
  });

  test("bad input", async () => {
    const show = (options: object): Promise<unknown> =>
      scene.apis.cameras.showImage(scene.camera, scene.times, options);
    await expect(show({ outdir: scene.dir })).rejects.toThrow(/Did you mean "outDir"/);
    await expect(show({ existing: "keep" })).rejects.toThrow(/it needs an outDir/);
    await expect(show({ outDir: scene.dir, existing: "skip" })).rejects.toThrow(/existing must be/);
    await expect(show({ outDir: "" })).rejects.toThrow(UsageError);
    const { failed } = await scene.apis.cameras.showImage(scene.camera, ["soon", scene.times[0] ?? "", "late"], {
      outDir: scene.dir,
    });
    const message = (time: string): string => `time must be an ISO 8601 time or a valid Date, not "${time}".`;
    expect(failed).toMatchObject([
      { input: "soon", url: "", error: { code: "option", message: message("soon") } },
      { input: "late", url: "", error: { code: "option", message: message("late") } },
    ]);
  });
});
