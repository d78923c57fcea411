import { inspect } from "node:util";
import { startHelios } from "@latchkey/sandbox";
import { memoryStore } from "@latchkey/session";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failureOf, heliosTwins } from "../testbed/heliosTwins.ts";
import { TokenScript } from "../testbed/tokenScript.ts";

let box: Awaited<ReturnType<typeof startHelios>>;
let token: string;

beforeAll(async () => {
  box = await startHelios({ throttle: false, thread: true });
  const [twin] = heliosTwins;
  if (twin === undefined) throw new Error("There are no twins.");
  const owner = twin.make({ apiUrl: box.url, ...box.credentials, store: memoryStore() });
  await owner.startSession();
  token = owner.authHeader?.Authorization.slice("Bearer ".length) ?? "";
  await owner.close();
});

afterAll(() => box.close());

describe.each(heliosTwins)("a $twin session with a token that was passed", ({ make, bare }) => {
  test("uses it as it is, and asks for none", async () => {
    const before = (await box.counts()).token;
    const session = make({ apiUrl: box.url, token });
    await session.startSession();
    expect(await session.verifyToken()).toBe(true);
    expect((await session.cameras.index({ state: "Ohio", limit: 1 })).results).toHaveLength(1);
    expect((await box.counts()).token).toBe(before);
    expect(session.authHeader).toEqual({ Authorization: `Bearer ${token}` });
    const told = bare({ apiUrl: box.url, token });
    expect(told.explainCredentials()).toMatchObject({ source: "arguments", clientId: undefined });
    expect(inspect(told, { depth: 9, showHidden: true }) + JSON.stringify(told)).not.toContain(token);
    expect(() => told.clientId).toThrow(expect.objectContaining({ reason: "missing" }));
    expect(await failureOf(session.forgetToken())).toMatchObject({ name: "UsageError" });
    await session.close();
  });

  test.each([
    [600, true],
    [599, false],
    [0, false],
  ])("with %i seconds left, 10 minutes wanted: a check says %j", async (left, isGood) => {
    const script = new TokenScript();
    script.good.add("mine");
    script.left = left;
    const { transport } = script;
    const session = make({ apiUrl: "http://localhost/v1", token: "mine", tokenExpirationThreshold: 10, transport });
    expect(await session.verifyToken()).toBe(isGood);
    await session.close();
  });

  test("is told when the server does not take it", async () => {
    const session = make({ apiUrl: box.url, token: "another.token" });
    expect(await session.verifyToken()).toBe(false);
    const place = { method: "GET", url: `${box.url}/session`, cid: session.cid };
    expect(await failureOf(session.startSession())).toMatchObject({ reason: "expired", ...place });
    const hint = expect.stringMatching(/check a token or key that was passed/);
    expect(await failureOf(session.cameras.index({ limit: 1 }))).toMatchObject({ status: 401, hint });
    await session.close();
  });

  test.each([
    ["clientId", { clientId: "i", clientSecret: "s" }],
    ["baseDir", { baseDir: "/somewhere" }],
    ["store", { store: memoryStore() }],
  ])("takes no %s beside it", (name, more) => {
    expect(() => make({ apiUrl: box.url, token, ...more })).toThrow(
      expect.objectContaining({ name: "UsageError", message: expect.stringContaining(name) }),
    );
  });

  test("refuses a text that is no token, without showing it", () => {
    expect(() => make({ apiUrl: box.url, token: "no token\r\n" })).toThrow(
      expect.objectContaining({ reason: "missing", message: expect.not.stringContaining("no token") }),
    );
  });
});
