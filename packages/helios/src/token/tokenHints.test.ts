import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { memoryStore } from "@latchkey/session";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { HeliosOptions } from "../heliosOptions.ts";
import { failureOf, heliosTwins } from "../testbed/heliosTwins.ts";

let box: HeliosBox;
beforeAll(async () => {
  box = await startHelios({ throttle: false, thread: true });
});
beforeEach(() => box.clearFaults());
afterAll(() => box.close());

const address = /^Check apiUrl \(or helios_api_url\): .* with its version, such as https:\/\/api\.helios\.earth\/v1\.$/;

describe.each(heliosTwins)("what a $twin session says when it gets no token names its own options", ({ start }) => {
  const refused = (options: HeliosOptions = {}): Promise<unknown> =>
    failureOf(start({ ...box.credentials, apiUrl: box.url, store: memoryStore(), ...options }));
  const hint = (pattern: RegExp): object => ({ hint: expect.stringMatching(pattern) });

  test("an apiUrl without its version", async () => {
    const error = await refused({ apiUrl: new URL("/", box.url) });
    expect(error).toMatchObject({ reason: "rejected", status: 404, ...hint(address) });
  });

  test("an apiUrl that leads to a page", async () => {
    const headers = { "Content-Type": "text/html" };
    await box.fault({ kind: "status", status: 200, headers, body: "<h1>Helios</h1>", match: { method: "POST" } });
    expect(await refused()).toMatchObject({ name: "DecodeError", ...hint(address) });
    await box.fault({ kind: "status", status: 405, headers, body: "<h1>No</h1>", match: { method: "POST" } });
    expect(await refused()).toMatchObject({ reason: "rejected", status: 405, ...hint(address) });
  });

  test("an apiUrl that redirects", async () => {
    await box.fault({ kind: "status", status: 308, headers: { Location: "/v2/oauth/token" } });
    const pattern = /^Set apiUrl \(or helios_api_url\) to the address that it redirects to/;
    expect(await refused()).toMatchObject({ code: "redirect", ...hint(pattern) });
  });

  test("a wrong secret", async () => {
    const pattern = /^Check clientId and clientSecret \(or helios_client_id and helios_client_secret\)/;
    expect(await refused({ clientSecret: "wrong" })).toMatchObject({
      reason: "rejected",
      status: 401,
      ...hint(pattern),
    });
  });
});
