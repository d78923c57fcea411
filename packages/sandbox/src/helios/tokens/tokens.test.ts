import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { form, send, tokenFrom } from "../../testbed/heliosCalls.ts";
import { type HeliosBox, startHelios } from "../startHelios.ts";

let box: HeliosBox;
beforeAll(async () => {
  box = await startHelios({ tokenLifetime: 3600, throttle: false });
});
afterAll(() => box.close());

const ask = (headers: Record<string, string>, body: string) =>
  send("POST", box.url, "/v1/oauth/token", { headers, body });
const session = (headers: Record<string, string>) => send("GET", box.url, "/v1/session", { headers });
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const basic = (pair: string) => ({
  Authorization: `Basic ${Buffer.from(pair).toString("base64")}`,
  "Content-Type": form,
});

describe("POST /oauth/token", () => {
  test.each<[string, Record<string, string>, string]>([
    ["HTTP Basic and a form", basic("sandbox:sandbox-secret"), "grant_type=client_credentials"],
    ["HTTP Basic, form-encoded", basic("sandbox:sandbox%2Dsecret"), "grant_type=client_credentials"],
    [
      "a form",
      { "Content-Type": form },
      "grant_type=client_credentials&client_id=sandbox&client_secret=sandbox-secret",
    ],
    [
      "JSON",
      { "Content-Type": "application/json" },
      '{"grant_type": "client_credentials", "client_id": "sandbox", "client_secret": "sandbox-secret"}',
    ],
  ])("takes %s", async (_, headers, body) => {
    const answer = await ask(headers, body);
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: "Bearer",
      expires_in: 3600,
    });
    const { access_token } = answer.json<{ access_token: string }>();
    expect((await session(bearer(access_token))).json()).toEqual({
      name: "sandbox",
      roles: [],
      context: {},
      expires_in: 3600,
    });
  });

  test.each<[string, Record<string, string>, string, number, string]>([
    ["a wrong secret", basic("sandbox:guess"), "grant_type=client_credentials", 401, "invalid_client"],
    [
      "an unknown id",
      { "Content-Type": form },
      "grant_type=client_credentials&client_id=me&client_secret=x",
      401,
      "invalid_client",
    ],
    ["no credentials", { "Content-Type": form }, "grant_type=client_credentials", 401, "invalid_client"],
    ["no grant", basic("sandbox:sandbox-secret"), "", 400, "invalid_request"],
    ["another grant", basic("sandbox:sandbox-secret"), "grant_type=password", 400, "unsupported_grant_type"],
  ])("refuses %s", async (_, headers, body, status, error) => {
    const answer = await ask(headers, body);
    expect(answer.status).toBe(status);
    expect(answer.json<{ error: string }>().error).toBe(error);
    expect(answer.text).not.toContain("guess");
  });

  test("refuses a secret in the URL", async () => {
    const target = "/v1/oauth/token?grant_type=client_credentials&client_id=sandbox&client_secret=sandbox-secret";
    expect((await send("POST", box.url, target)).status).toBe(400);
  });

  test("refuses a body that is not JSON, and a kind of body it does not know", async () => {
    expect((await ask({ "Content-Type": "application/json" }, "{grant")).status).toBe(400);
    expect((await ask({ "Content-Type": "text/plain" }, "grant_type=client_credentials")).status).toBe(415);
  });

  test("throttles by the box's clock unless told not to", async () => {
    await using strict = await startHelios();
    const askStrict = () =>
      send("POST", strict.url, "/v1/oauth/token", { headers: basic("a:b"), body: "grant_type=x" });
    const statuses: number[] = [];
    for (let i = 0; i < 120; i++) statuses.push((await askStrict()).status);
    expect(new Set(statuses)).toEqual(new Set([400]));
    const refused = await askStrict();
    expect([refused.status, Number(refused.headers["retry-after"])]).toEqual([429, expect.closeTo(60, -1)]);
    await strict.advance(61_000);
    expect((await askStrict()).status).toBe(400);
  });
});

describe("a token", () => {
  const usable = async (token: string) => {
    const { name, expires_in } = (await session(bearer(token))).json<{ name: string | null; expires_in: number }>();
    const { status } = await send("GET", box.url, "/v1/cameras?limit=0", { headers: bearer(token) });
    return { name, expires_in, status };
  };

  test("counts down and expires with the clock", async () => {
    const token = await tokenFrom(box);
    await box.advance(3_000_000);
    expect(await usable(token)).toEqual({ name: "sandbox", expires_in: expect.closeTo(600, -1), status: 200 });
    await box.advance(600_000);
    expect(await usable(token)).toEqual({ name: null, expires_in: 0, status: 401 });
  });

  test("can be revoked", async () => {
    const token = await tokenFrom(box);
    expect((await usable(token)).status).toBe(200);
    await box.revokeTokens();
    expect(await usable(token)).toEqual({ name: null, expires_in: 0, status: 401 });
    expect((await usable(await tokenFrom(box))).status).toBe(200);
  });

  test("may come in a body, but not in a query", async () => {
    const token = await tokenFrom(box);
    const search = (headers: Record<string, string>, body: string) =>
      send("POST", box.url, "/v1/cameras/_search", { headers, body });
    expect((await search({ "Content-Type": form }, `access_token=${token}&limit=1`)).status).toBe(200);
    const json = JSON.stringify({ access_token: token, limit: 1 });
    expect((await search({ "Content-Type": "application/json" }, json)).status).toBe(200);
    expect((await search({ "Content-Type": form }, "access_token=nonsense&limit=1")).status).toBe(401);
    const refused = await send("GET", box.url, `/v1/cameras?access_token=${token}`);
    expect(refused.status).toBe(401);
    expect((await send("POST", box.url, `/v1/cameras/_search?access_token=${token}`)).status).toBe(401);
    expect(refused.json()).toEqual({ error: { code: "missing_token", message: expect.any(String) } });
    expect(refused.headers["www-authenticate"]).toMatch(/^Bearer /);
  });
});

test("a bad lifetime is refused by name", async () => {
  await expect(startHelios({ tokenLifetime: 0 })).rejects.toThrow('option "tokenLifetime" is 0');
});
