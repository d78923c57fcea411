import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import type { UploadProgress } from "@latchkey/session";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KeystoneClient } from "../keystoneClient.ts";
import { failureOf, keystoneTwins } from "../testbed/keystoneTwins.ts";

const admin = { username: "admin", password: "quickstart" } as const;
const SIZE = 2_000_000;
const folder = mkdtempSync(join(tmpdir(), "latchkey-upload-"));
const path = join(folder, "large.txt");

let box: KeystoneBox;

beforeAll(async () => {
  writeFileSync(path, "x".repeat(SIZE));
  box = await startKeystone({ throttle: false, thread: true });
});

afterAll(async () => {
  await box.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(keystoneTwins)("an upload of the $twin client", ({ open }) => {
  test("tells how much has left, to the last byte", async () => {
    const client = open({ url: box.url });
    await client.login(admin);
    const seen: UploadProgress[] = [];
    // No such request: what counts is the way there.
    const sent = client.attach(1, { path }, { onUploadProgress: (progress) => void seen.push(progress) });
    expect(await failureOf(sent)).toMatchObject({ status: 400 });
    const sizes = seen.map((progress) => progress.sent);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    const last = seen.at(-1);
    expect(last?.sent).toBe(last?.total);
    expect(last?.sent).toBeGreaterThan(SIZE);
    await client.close();
  });

  test("ends with what its listener throws, and the client works on", async () => {
    const client = open({ url: box.url });
    await client.login(admin);
    const error = await failureOf(
      client.attach(
        1,
        { path },
        {
          onUploadProgress: () => {
            throw new RangeError("enough");
          },
        },
      ),
    );
    expect(error).toBeInstanceOf(RangeError);
    expect((await client.httpGet("version")).status).toBe(200);
    await client.close();
  });
});

test("a listener may call the blocking client in the middle of an upload", () => {
  using client = new KeystoneClient({ url: box.url });
  client.login(admin);
  const statuses = new Set<number>();
  const onUploadProgress = (): void => void statuses.add(client.httpGet("version").status);
  expect(() => client.attach(1, { path }, { onUploadProgress })).toThrow(expect.objectContaining({ status: 400 }));
  expect(statuses).toEqual(new Set([200]));
});
