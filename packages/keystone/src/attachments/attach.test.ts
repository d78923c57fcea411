import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { type FileInput, LatchkeyError } from "@latchkey/session";
import { scriptedTransport } from "@latchkey/session/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AsyncKeystoneClient } from "../asyncKeystoneClient.ts";
import { failureOf, keystoneTwins, resourceOf } from "../testbed/keystoneTwins.ts";

const admin = { username: "admin", password: "quickstart" } as const;
const folder = mkdtempSync(join(tmpdir(), "latchkey-attach-"));
const path = join(folder, "my notes.txt");
const loop = join(folder, "loop.txt");

let box: KeystoneBox;
let request: number;

beforeAll(async () => {
  writeFileSync(path, "some notes");
  symlinkSync(loop, loop);
  box = await startKeystone({ throttle: false, thread: true });
  await using client = new AsyncKeystoneClient({ url: box.url });
  const { id: submitter } = await client.login(admin);
  const team = await client.resource("users/teams").create({ name: "Attachers" });
  const fields = { title: "t", description: "d", submitter, team: team.id };
  request = (await client.resource("allocations/requests").create(fields)).id;
});

afterAll(async () => {
  await box.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(keystoneTwins)("a file attached by the $twin client", ({ open }) => {
  test.each([
    ["a path", () => ({ path }), "my notes.txt"],
    ["a path by another name", () => ({ path, filename: "other.txt" }), "other.txt"],
    ["a File", () => new File(["words"], "file.txt"), "file.txt"],
    ["bytes", () => ({ content: new Uint8Array([104, 105]), filename: "bytes.txt" }), "bytes.txt"],
    ["text", () => ({ content: "words", filename: "text.md" }), "text.md"],
  ])("may come from %s", async (_what, file, name) => {
    const client = open({ url: box.url });
    await client.login(admin);
    expect(await client.attach(request, file(), { verify: true })).toMatchObject({ name, request });
    expect(await client.attach(BigInt(request), file(), { name: "Mine" })).toMatchObject({ name: "Mine" });
    await client.close();
  });

  test("is a resource as well", async () => {
    const client = open({ url: box.url });
    await client.login(admin);
    const attachments = await resourceOf(client, "allocations/attachments");
    const made = await attachments.create({ request, file: { path }, name: "a" });
    expect(made).toMatchObject({ name: "a", request });
    expect(await attachments.update(made.id, { name: "b" })).toMatchObject({ name: "b", file: made.file });
    expect(await attachments.delete(made.id)).toBe(true);
    await client.close();
  });

  test.each([
    [{ content: new Uint8Array(2_621_441), filename: "large.txt" }, "has 2621441 bytes", "2.50 MB"],
    [{ content: "", filename: "empty.txt" }, "is empty", "The submitted file is empty."],
    [{ content: "PK", filename: "a.zip" }, "is application/zip", "application/zip"],
    [{ content: "x", filename: "README" }, "without an extension", "could not be resolved"],
  ])("%# that the server refuses can be refused before it is sent", async (file, unsent, said) => {
    const client = open({ url: box.url });
    await client.login(admin);
    const before = (await box.requests()).length;
    expect(await failureOf(client.attach(request, file, { verify: true }))).toMatchObject({
      name: "UsageError",
      code: "body",
      message: expect.stringContaining(unsent),
    });
    expect((await box.requests()).slice(before).map((sent) => sent.path)).toEqual(["/config/"]);
    expect(await failureOf(client.attach(request, file))).toMatchObject({
      name: "StatusError",
      status: 400,
      message: expect.stringContaining(said),
    });
    await client.close();
  });

  test.each<[string, unknown]>([
    ["a name that is too long", { path: join(folder, `${"a".repeat(5_000)}.txt`) }],
    ["links that lead to each other", { path: loop }],
    ["a path that no file system allows", { path: join(folder, "a\0.txt") }],
    ["a file that is not there", { path: join(folder, "none.txt") }],
    ["a folder", { path: folder, filename: "folder.txt" }],
    ["null", null],
    ["a path alone", path],
    ["a path that is no text", { path: 5 }],
    ["content without a name", { content: "x" }],
    ["content that is none", { content: null, filename: "a.txt" }],
    ["an option that is none", { path, fileName: "a.txt" }],
    ["undefined", undefined],
  ])("%s fails alike, whether it is verified or not", async (_what, file) => {
    const client = open({ url: box.url });
    await client.login(admin);
    // JavaScript passes anything.
    const attach = async (verify: boolean): Promise<unknown> =>
      failureOf(client.attach(request, file as FileInput, { verify }));
    const [verified, plain] = [await attach(true), await attach(false)];
    if (!(verified instanceof LatchkeyError) || !(plain instanceof LatchkeyError)) throw new Error("It was another.");
    const told = ({ name, code, message, hint }: LatchkeyError): unknown => ({ name, code, message, hint });
    expect(told(plain)).toEqual(told(verified));
    await client.close();
  });

  test("of exactly the size that is allowed goes through", async () => {
    const client = open({ url: box.url });
    await client.login(admin);
    const file = { content: new Uint8Array(2_621_440), filename: "exact.txt" };
    expect(await client.attach(request, file, { verify: true })).toMatchObject({ name: "exact.txt" });
    await client.close();
  });

  test("a server that does not say what it allows is named as too old for that", async () => {
    const transport = scriptedTransport(() => ({ status: 404, text: "<h1>Not Found</h1>" }));
    const client = open({ url: "http://localhost", transport });
    const error = await failureOf(client.attach(1, { path }, { verify: true }));
    expect(error).toMatchObject({ name: "StatusError", message: expect.stringContaining("since Keystone 0.9.5") });
  });
});

test("a stream is sent by the async client", async () => {
  await using client = new AsyncKeystoneClient({ url: box.url });
  await client.login(admin);
  const stream = (async function* () {
    yield "one ";
    yield "two";
  })();
  const made = await client.attach(request, { stream, filename: "stream.txt", size: 7 }, { verify: true });
  expect(made).toMatchObject({ name: "stream.txt", request });
});
