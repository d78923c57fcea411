import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Apis, apiTwins } from "../testbed/apiTwins.ts";
import { heliosTwins } from "../testbed/heliosTwins.ts";

/** What a program without types may pass. */
function wrong(value: unknown): never {
  return value as never;
}

/** Every method, with something as its options. */
function callAll({ alerts, cameras, collections, observations }: Apis, options: never): (() => Promise<unknown>)[] {
  return [
    () => alerts.index({}, options),
    () => alerts.show("a", options),
    () => cameras.images("c", "2018", options),
    () => cameras.showImage("c", "2018", options),
    () => collections.show("c", options),
    () => collections.create("n", "d", [], options),
    () => collections.update("c", { name: "n" }, options),
    () => collections.images("c", options),
    () => collections.showImage("c", "a.jpg", options),
    () => collections.addImage("c", { camera_id: "a" }, options),
    () => collections.removeImage("c", "a.jpg", options),
    () => collections.copy("c", "n", options),
    () => collections.empty("c", options),
    () => collections.emptyAll("c", options),
    () => collections.destroy("c", options),
    () => observations.preview("o", options),
  ];
}

describe.each(apiTwins)("what nobody can mean, told to the $twin twin", ({ twin, script }) => {
  const open = (): ReturnType<typeof script> => script(() => ({ json: {} }));

  test.each([
    ["null", null, /^The options must be an object, not null\.$/],
    ["a word", "fast", /^The options must be an object, not a string\.$/],
  ])("%s for options is a UsageError of every method, and nothing is sent", async (_what, options, message) => {
    const apis = open();
    for (const call of callAll(apis, wrong(options))) {
      await expect(call()).rejects.toMatchObject({ code: "option", message: expect.stringMatching(message) });
    }
    expect(apis.transport.requests).toEqual([]);
  });

  test.each([
    ["an object", {}],
    ["a number", 5],
    ["null", null],
  ])("%s for a signal is a UsageError of every method, and nothing is sent", async (_what, signal) => {
    const apis = open();
    const message = twin === "async" ? /^signal must be an AbortSignal, not / : /`signal` is for the async twin/;
    for (const call of callAll(apis, wrong({ signal }))) {
      await expect(call()).rejects.toMatchObject({ code: "option", message: expect.stringMatching(message) });
    }
    expect(apis.transport.requests).toEqual([]);
  });

  test("fields of a collection that it does not have, or none, are a UsageError", async () => {
    const { collections, transport } = open();
    const update = (fields?: unknown): Promise<unknown> => collections.update("c", wrong(fields));
    await expect(update()).rejects.toThrow(/^There is nothing to update/);
    await expect(update(null)).rejects.toThrow(/must be an object, not null\.$/);
    await expect(update({ name: "x", desciption: "typo" })).rejects.toThrow(/Did you mean "description"\?/);
    await expect(update({ name: " " })).rejects.toThrow(/^name must be a string that is not empty, not " "\.$/);
    await expect(update({ description: 5 })).rejects.toThrow(/^description must be a string, not 5\.$/);
    await expect(update({ tags: "a" })).rejects.toThrow(/^tags must be a list of strings, not "a"\.$/);
    await expect(update({ tags: ["a", 7] })).rejects.toThrow(/^tags\[1\] must be a string that is not empty, not 7\.$/);
    expect(transport.requests).toEqual([]);
  });

  test("an id that is none is a UsageError of its call, and no failure of each item", async () => {
    const { cameras, collections, transport } = open();
    const home = mkdtempSync(join(tmpdir(), "latchkey-images-"));
    const outDir = join(home, "images");
    for (const id of ["", "..", wrong(5)]) {
      await expect(collections.addImage(id, [])).rejects.toMatchObject({ name: "UsageError" });
      await expect(collections.removeImage(id, ["a.jpg"])).rejects.toMatchObject({ name: "UsageError" });
      await expect(collections.showImage(id, ["a.jpg"], { outDir })).rejects.toMatchObject({ name: "UsageError" });
      await expect(collections.showImage(id, [])).rejects.toMatchObject({ name: "UsageError" });
      await expect(cameras.showImage(id, ["2018"], { outDir })).rejects.toMatchObject({ name: "UsageError" });
    }
    expect([transport.requests, existsSync(outDir)]).toEqual([[], false]);
    rmSync(home, { recursive: true });
  });
});

describe.each(heliosTwins)("what nobody can mean, told to a $twin session", ({ make }) => {
  test("null for options, or a signal that is none, is a UsageError", async () => {
    const session = make({ clientId: "id", clientSecret: "secret", apiUrl: "http://localhost:1/v1" });
    const refused = { name: "UsageError", code: "option" };
    for (const options of [null, { signal: {} }, { signal: 5 }]) {
      await expect(session.startSession(wrong(options))).rejects.toMatchObject(refused);
      await expect(session.verifyToken(wrong(options))).rejects.toMatchObject(refused);
    }
    await expect(session.all(["cameras"], wrong({ signal: {} }))).rejects.toMatchObject(refused);
    await expect(session.sendRequest("GET", "cameras", wrong({ signal: {} }))).rejects.toMatchObject(refused);
    await session.close();
  });
});
