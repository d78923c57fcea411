import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { UsageError } from "@latchkey/session";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Apis, apiTwins } from "../testbed/apiTwins.ts";

let box: HeliosBox;
let camera: string;
let times: string[];
let dir: string;

beforeAll(async () => {
  box = await startHelios({ throttle: false, thread: true });
});
afterAll(() => box.close());

describe.each(apiTwins)("images of the $twin twin", ({ visit }) => {
  let apis: Apis;
  beforeEach(async () => {
    await box.clearFaults();
    dir = mkdtempSync(join(tmpdir(), "latchkey-images-"));
    apis = visit(box);
    camera ??= (await apis.cameras.index({ state: "New York", limit: 1 })).results.at(0)?.id ?? "";
    times ??= await apis.cameras.images(camera, "2018-01-01T12:00", { limit: 6 });
    return async () => {
      await apis.close();
      rmSync(dir, { recursive: true, force: true });
    };
  });

  const names = (): string[] => readdirSync(dir).toSorted();
  const storageRequests = async (): Promise<number> => (await box.imageRequests()).length;
  const redirect = (to: string, after = 0): Promise<void> =>
    box.fault({ kind: "status", status: 302, headers: { Location: to }, match: { path: /\/images\// }, after });
  const serve = (body: string, type = "image/jpeg"): Promise<void> =>
    box.faultImages({
      kind: "status",
      status: 200,
      headers: { "Content-Type": type },
      body,
      times: Number.POSITIVE_INFINITY,
    });

  test("are saved under their own names, in the order of the times", async () => {
    const { images, failed } = await apis.cameras.showImage(camera, times, { outDir: join(dir, "new/er") });
    expect(failed).toEqual([]);
    expect(images.map(({ input }) => input)).toEqual(times);
    for (const { file, name, bytes, status, verified } of images) {
      expect(file).toBe(join(dir, "new/er", name));
      expect(readFileSync(file)).toHaveLength(bytes);
      expect([readFileSync(file).subarray(0, 3).toString("hex"), status, verified]).toEqual(["ffd8ff", "saved", true]);
    }
    expect(readdirSync(join(dir, "new/er"))).toHaveLength(6);
  });

  test("without a directory their bytes are returned; one time will do", async () => {
    const { images } = await apis.cameras.showImage(camera, new Date(times[0] ?? ""));
    const [image] = images;
    const saved = await apis.cameras.showImage(camera, times[0] ?? "", { outDir: dir });
    expect(Buffer.from(image?.content ?? [])).toEqual(readFileSync(saved.images[0]?.file ?? ""));
    expect(image?.bytes).toBe(image?.content.length);
    expect(image?.name).toBe(saved.images[0]?.name);
  });

  test("are pixels with decode, saved or not, fetched or kept", async () => {
    const [time = ""] = times;
    const loaded = (await apis.cameras.showImage(camera, time, { decode: true })).images[0]?.pixels;
    expect([loaded?.channels, (loaded?.width ?? 0) > 100]).toEqual([3, true]);
    expect(loaded?.data).toHaveLength((loaded?.width ?? 0) * (loaded?.height ?? 0) * 3);
    for (const status of ["saved", "kept"]) {
      const [image] = (await apis.cameras.showImage(camera, time, { outDir: dir, decode: true })).images;
      expect(image?.status).toBe(status);
      expect([image?.pixels?.width, image?.pixels?.height]).toEqual([loaded?.width, loaded?.height]);
      expect(Buffer.from(image?.pixels?.data ?? []).equals(loaded?.data ?? new Uint8Array())).toBe(true);
    }
  });

  test("a broken image that should be decoded has failed, and is not saved", async () => {
    await serve("not really a picture");
    for (const outDir of [dir, undefined]) {
      const { images, failed } = await apis.cameras.showImage(camera, times[0] ?? "", {
        ...(outDir && { outDir }),
        decode: true,
      });
      expect([images, failed.map(({ error }) => Reflect.get(error, "code"))]).toEqual([[], ["decode"]]);
    }
    expect(names()).toEqual([]);
  });

  test("C4: preview takes one id, a feature or a list; C3: and succeeds", async () => {
    const { results } = await apis.observations.index({ state: "Ohio", limit: 2 });
    const one = await apis.observations.preview(results.at(0)?.id ?? "", { outDir: dir });
    expect([one.images.length, one.failed, names().length]).toEqual([1, [], 1]);
    const two = await apis.observations.preview(results.features);
    expect(two.images.map(({ input }) => input)).toEqual(results.features);
  });

  test("of a collection by name: those on disk are not even asked for", async () => {
    const id = await apis.collections.create("pictures", "");
    await apis.collections.addImage(
      id,
      times.map((time) => ({ camera_id: camera, time })),
    );
    const list = await apis.collections.images(id, { camera });
    const { images, failed } = await apis.collections.showImage(id, list, { outDir: dir });
    expect([images.map(({ name }) => name), failed]).toEqual([list, []]);
    rmSync(join(dir, list[2] ?? ""));
    const before = (await box.requests()).length;
    const again = await apis.collections.showImage(id, [...list, "missing.jpg"], { outDir: dir });
    expect(again.images.map(({ status }) => status)).toEqual(["kept", "kept", "saved", "kept", "kept", "kept"]);
    expect(again.failed).toMatchObject([
      { input: "missing.jpg", url: `${box.url}/collections/${id}/images/missing.jpg`, error: { status: 404 } },
    ]);
    expect((await box.requests()).slice(before).map(({ path }) => path.split("/").at(-1))).toEqual([
      list[2],
      "missing.jpg",
    ]);
  });

  test("an interrupted run goes on where it stopped: what is complete is not fetched again", async () => {
    await apis.cameras.showImage(camera, times.slice(0, 3), { outDir: dir });
    const before = await storageRequests();
    const { images } = await apis.cameras.showImage(camera, times, { outDir: dir });
    expect(images.map(({ status }) => status)).toEqual(["kept", "kept", "kept", "saved", "saved", "saved"]);
    expect((await storageRequests()) - before).toBe(3);
  });

  test("T51: existing files are kept, replaced, or an error", async () => {
    const [time = ""] = times;
    const [first] = (await apis.cameras.showImage(camera, time, { outDir: dir })).images;
    const file = first?.file ?? "";
    const whole = readFileSync(file);
    writeFileSync(file, "mine");
    expect((await apis.cameras.showImage(camera, time, { outDir: dir })).images[0]).toMatchObject({
      status: "kept",
      bytes: 4,
    });
    const before = await storageRequests();
    const refused = await apis.cameras.showImage(camera, time, { outDir: dir, existing: "error" });
    expect(refused.failed).toMatchObject([{ input: time, error: { code: "filename" } }]);
    expect([readFileSync(file, "utf8"), (await storageRequests()) - before]).toEqual(["mine", 0]);
    const replaced = await apis.cameras.showImage(camera, time, { outDir: dir, existing: "replace" });
    expect([replaced.images[0]?.status, readFileSync(file)]).toEqual(["saved", whole]);
    writeFileSync(file, "");
    expect((await apis.cameras.showImage(camera, time, { outDir: dir })).images[0]?.status).toBe("saved");
    expect(readFileSync(file)).toEqual(whole);
    expect(names()).toHaveLength(1);
  });

  test("T51: a link in the directory is not followed, a directory is no file", async () => {
    const [time = ""] = times;
    const [image] = (await apis.cameras.showImage(camera, time, { outDir: dir })).images;
    const [file, victim] = [image?.file ?? "", join(dir, "victim")];
    writeFileSync(victim, "untouched");
    rmSync(file);
    symlinkSync(victim, file);
    expect((await apis.cameras.showImage(camera, time, { outDir: dir })).failed).toMatchObject([
      { error: { code: "filename" } },
    ]);
    const { images } = await apis.cameras.showImage(camera, time, { outDir: dir, existing: "replace" });
    expect([images.length, lstatSync(file).isFile(), readFileSync(victim, "utf8")]).toEqual([1, true, "untouched"]);
    rmSync(file);
    mkdirSync(file);
    expect((await apis.cameras.showImage(camera, time, { outDir: dir })).failed).toMatchObject([
      { error: { code: "filename" } },
    ]);
  });

  test("T51: two times of one image share its file; two images of one name do not", async () => {
    const [time = ""] = times;
    const near = new Date(Date.parse(time) + 60_000);
    const before = await storageRequests();
    const same = await apis.cameras.showImage(camera, [time, near, time], { outDir: dir });
    expect(same.images.map(({ status }) => status).toSorted()).toEqual(["kept", "kept", "saved"]);
    expect([same.failed, (await storageRequests()) - before, names().length]).toEqual([[], 1, 1]);
    await serve("picture");
    for (const path of ["1/A.jpg", "2/a.jpg", "3/A.jpg"]) await redirect(`${box.imagesUrl}/${path}`);
    const { images, failed } = await apis.cameras.showImage(camera, times.slice(0, 3), {
      outDir: dir,
      maxConcurrency: 1,
    });
    expect(images.map(({ name }) => name)).toEqual(["A.jpg"]);
    expect(failed).toMatchObject([
      { input: times[1], error: { code: "filename" } },
      { input: times[2], error: { code: "filename" } },
    ]);
  });

  test.each(["..%2Fup.jpg", "%2e%2e%2fup.jpg", "..%5Cup.jpg", "", "%00.jpg", "a%0a.jpg", "x%E2%80%AEgpj.exe"])(
    "S9: the name %j is refused, and nothing is fetched or written",
    async (name) => {
      await redirect(`${box.imagesUrl}/bucket/${name}`);
      const before = await storageRequests();
      const { images, failed } = await apis.cameras.showImage(camera, times.slice(0, 2), {
        outDir: join(dir, "in"),
        maxConcurrency: 1,
      });
      expect(failed).toMatchObject([{ input: times[0], error: { code: "filename" } }]);
      expect([images.length, names(), existsSync(join(dir, "up.jpg"))]).toEqual([1, ["in"], false]);
      expect((await storageRequests()) - before).toBe(1);
    },
  );

  test.each([
    ["CON.jpg", "_CON.jpg"],
    [".bashrc", "_.bashrc"],
    ["a%3Ab.jpg", "a_b.jpg"],
    ["c.jpg.", "c.jpg"],
  ])("S9: the name %j is made safe", async (name, safe) => {
    await serve("picture");
    await redirect(`${box.imagesUrl}/bucket/${name}`);
    expect((await apis.cameras.showImage(camera, times[0] ?? "", { outDir: dir })).images[0]?.name).toBe(safe);
    expect(names()).toEqual([safe]);
  });

  test("S10: the storage host gets nothing of ours", async () => {
    await apis.cameras.showImage(camera, times[0] ?? "");
    const last = (await box.imageRequests()).at(-1);
    expect([last?.credential, last?.cookies]).toEqual(["none", []]);
  });

  test.each([
    ["http to another machine", "http://images.example/a.jpg"],
    ["a file", "file:///etc/passwd"],
    ["a user name", "https://me:pw@images.example/a.jpg"],
    ["nowhere", "http://"],
    ["nothing", ""],
  ])("S10: a redirect to %s is not followed", async (_, location) => {
    await redirect(location);
    const { images, failed } = await apis.cameras.showImage(camera, times.slice(0, 2), {
      outDir: dir,
      maxConcurrency: 1,
    });
    expect([images.length, failed.map(({ input, error }) => [input, Reflect.get(error, "code")])]).toEqual([
      1,
      [[times[0], "redirect"]],
    ]);
    expect(JSON.stringify(failed)).not.toContain("pw");
  });

  test("S10: further redirects are followed five times, and the name is that of the last address", async () => {
    const hop = (to: string, times = 1): Promise<void> =>
      box.faultImages({ kind: "status", status: 302, headers: { Location: to }, times });
    await redirect(`${box.imagesUrl}/first.jpg`);
    for (const name of ["b", "c", "d"]) await hop(`/${name}.jpg`);
    await hop("last.jpg");
    await serve("picture");
    expect((await apis.cameras.showImage(camera, times[0] ?? "", { outDir: dir })).images).toMatchObject([
      { name: "last.jpg" },
    ]);
    expect(names()).toEqual(["last.jpg"]);
    await box.clearFaults();
    await hop("/round.jpg", Number.POSITIVE_INFINITY);
    const before = await storageRequests();
    const { failed } = await apis.cameras.showImage(camera, times[0] ?? "", { outDir: dir });
    expect(failed).toMatchObject([{ error: { code: "redirect" } }]);
    expect((await storageRequests()) - before).toBe(5);
    expect(names()).toEqual(["last.jpg"]);
  });

  test("an API that answers with the image itself: its address ends in the name", async () => {
    const answer = { kind: "status", status: 200, headers: { "Content-Type": "image/jpeg" }, body: "direct" } as const;
    await box.fault({ ...answer, match: { path: /\/images\// }, times: 3 });
    const { images } = await apis.cameras.showImage(camera, times[0] ?? "", { outDir: dir });
    expect(images).toMatchObject([{ name: (times[0] ?? "").replaceAll(":", "_"), bytes: 6, status: "saved" }]);
    expect(readFileSync(images[0]?.file ?? "", "utf8")).toBe("direct");
    expect((await apis.cameras.showImage(camera, times[0] ?? "")).images[0]?.name).toBe(times[0]);
  });

  test.each([
    ["a page", "text/html", "<html>sign in</html>"],
    ["JSON", "application/json", "{}"],
    ["nothing", "image/jpeg", ""],
  ])("T56: %s instead of an image is never saved", async (_, type, body) => {
    await box.faultImages({ kind: "status", status: 200, headers: { "Content-Type": type }, body });
    const { images, failed } = await apis.cameras.showImage(camera, times, { outDir: dir, maxConcurrency: 1 });
    expect(images.map(({ input }) => input)).toEqual(times.slice(1));
    expect(failed).toMatchObject([{ input: times[0], error: { code: "decode", status: 200 } }]);
    expect(names()).toEqual(images.map(({ name }) => name).toSorted());
    await box.faultImages({ kind: "status", status: 200, headers: { "Content-Type": type }, body });
    expect((await apis.cameras.showImage(camera, times[0] ?? "")).failed).toMatchObject([
      { error: { code: "decode" } },
    ]);
  });

  test("T41: a body that stops half-way leaves no file; only its item fails", async () => {
    await box.faultImages({ kind: "truncate", times: 3 });
    const { images, failed } = await apis.cameras.showImage(camera, times, { outDir: dir, maxConcurrency: 1 });
    expect(failed).toMatchObject([
      { input: times[0], url: expect.stringContaining("/images/"), error: { code: "truncated" } },
    ]);
    expect(names()).toEqual(images.map(({ name }) => name).toSorted());
    expect(names()).toHaveLength(5);
  });

  test("S6: a refusal of the storage host shows no signature", async () => {
    await box.faultImages({
      kind: "status",
      status: 403,
      headers: { "Content-Type": "application/xml" },
      body: "<Error/>",
    });
    const { failed } = await apis.cameras.showImage(camera, times[0] ?? "", { outDir: dir });
    expect(failed).toMatchObject([{ error: { code: "status", status: 403 } }]);
    expect(JSON.stringify(failed) + String(failed[0]?.error.stack)).not.toMatch(/Signature=./);
  });

  test("T53: after three disk errors in a row nothing more is started; what was saved is whole", async () => {
    const before = await storageRequests();
    const gone = (): void => rmSync(dir, { recursive: true, force: true });
    const options = {
      outDir: dir,
      maxConcurrency: 1,
      onProgress: ({ done }: { done: number }) => void (done === 1 && gone()),
    };
    const { images, failed } = await apis.cameras.showImage(camera, times, options);
    expect([images.length, failed.length]).toEqual([1, 5]);
    expect(failed.map(({ error }) => Reflect.get(error, "code"))).toEqual(Array.from({ length: 5 }, () => "disk"));
    expect(failed[4]?.error.message).toMatch(/^Not started: 3 images in a row could not be written/);
    expect((await storageRequests()) - before).toBeLessThanOrEqual(4);
  });

  test("a directory that cannot be made is an error before anything is asked for", async () => {
    writeFileSync(join(dir, "file"), "");
    const before = (await box.requests()).length;
    await expect(apis.cameras.showImage(camera, times, { outDir: join(dir, "file/in") })).rejects.toMatchObject({
      code: "disk",
    });
    expect((await box.requests()).length).toBe(before);
  });

  test("C7: a time-out of one image fails it alone", async () => {
    await box.faultImages({ kind: "stall", times: 3 });
    const { images, failed } = await apis.cameras.showImage(camera, times.slice(0, 3), {
      outDir: dir,
      timeout: 300,
      maxConcurrency: 1,
    });
    expect([images.length, failed.length]).toEqual([2, 1]);
    expect(failed).toMatchObject([{ input: times[0], error: { code: "timeout" } }]);
    expect(names()).toHaveLength(2);
  });

  test("progress counts images and bytes; returning false stops and keeps what is done", async () => {
    const told: { done: number; failed: number; total: number; bytes: number }[] = [];
    const { images } = await apis.cameras.showImage(camera, times, {
      outDir: dir,
      onProgress: (progress) => void told.push(progress),
    });
    expect(told.at(-1)).toEqual({
      done: 6,
      failed: 0,
      total: 6,
      bytes: images.reduce((sum, { bytes }) => sum + bytes, 0),
    });
    const options = { maxConcurrency: 1, onProgress: ({ done }: { done: number }) => done < 2 };
    const part = await apis.cameras.showImage(camera, times, options);
    expect([part.images.length, part.failed.length]).toEqual([2, 4]);
    expect(part.failed[0]).toMatchObject({ input: times[2], error: { name: "AbortError" } });
  });

  test("a stopped batch leaves no half of a file", async () => {
    await box.faultImages({ kind: "stall", after: 1, times: Number.POSITIVE_INFINITY });
    const { images, failed } = await apis.cameras.showImage(camera, times, { outDir: dir, onProgress: () => false });
    expect([images.length, failed.length]).toEqual([1, 5]);
    expect(failed.every(({ error }) => error.name === "AbortError")).toBe(true);
    expect(names()).toEqual(images.map(({ name }) => name));
  });

  test("bad input", async () => {
    const show = (options: object): Promise<unknown> => apis.cameras.showImage(camera, times, options);
    await expect(show({ outdir: dir })).rejects.toThrow(/Did you mean "outDir"/);
    await expect(show({ existing: "keep" })).rejects.toThrow(/it needs an outDir/);
    await expect(show({ outDir: dir, existing: "skip" })).rejects.toThrow(/existing must be/);
    await expect(show({ outDir: "" })).rejects.toThrow(UsageError);
    const { failed } = await apis.cameras.showImage(camera, ["soon", times[0] ?? ""], { outDir: dir });
    expect(failed).toMatchObject([{ input: "soon", url: "", error: { code: "option" } }]);
  });
});

test("an AbortSignal stops a batch of the async twin, and keeps what is done; the blocking twin refuses one", async () => {
  for (const { twin, visit } of apiTwins) {
    await box.clearFaults();
    const apis = visit(box);
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }): void => void (done === 2 && controller.abort());
    const run = apis.cameras.showImage(camera, times, { maxConcurrency: 1, signal: controller.signal, onProgress });
    if (twin === "blocking") {
      await expect(run).rejects.toThrow(/signal/);
    } else {
      const { images, failed } = await run;
      expect([images.length, failed.length, failed[0]?.error.name]).toEqual([2, 4, "AbortError"]);
    }
    await apis.close();
  }
});
