import { once } from "node:events";
import { createServer } from "node:http";
import { type HeliosBox, type KeystoneBox, startHelios, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Desk, openDesk, type RunOptions } from "../testbed/latchkey.ts";

let keystone: KeystoneBox;
let helios: HeliosBox;

beforeAll(async () => {
  [keystone, helios] = await Promise.all([startKeystone({ throttle: false }), startHelios()]);
});

afterAll(() => Promise.all([keystone.close(), helios.close()]));

async function json(at: Desk, args: readonly string[], options?: RunOptions): Promise<unknown> {
  const ended = await at.run([...args, "--json"], options);
  expect(ended).toMatchObject({ status: 0 });
  return JSON.parse(ended.stdout);
}

function loginKeystone(at: Desk): Promise<unknown> {
  const args = ["login", "keystone", "--url", keystone.url, "--username", "admin", "--password-stdin"];
  return json(at, args, { input: "quickstart\r\n" });
}

function loginHelios(at: Desk): Promise<unknown> {
  const args = ["login", "helios", "--url", helios.url, "--client-id", "sandbox", "--secret-stdin"];
  return json(at, args, { input: "sandbox-secret\n" });
}

describe("doctor", () => {
  test("finds nothing wrong where nothing is", async () => {
    const at = openDesk();
    await loginKeystone(at);
    await loginHelios(at);
    const findings = Object(await json(at, ["doctor"]));
    const results = Object.fromEntries(
      findings.map((finding: Record<string, string>) => [finding["check"], finding["result"]]),
    );
    expect(results).toMatchObject({
      node: "ok",
      store: "ok",
      permissions: "ok",
      lock: "ok",
      proxy: "ok",
      "keystone server": "ok",
      "keystone version": "ok",
      "helios server": "ok",
    });
    expect(Object.values(results)).not.toContain("problem");
  });

  test("says what to do about a server that is gone, and a proxy that is ignored", async () => {
    const at = openDesk({ KEYSTONE_URL: "http://127.0.0.1:1", HTTPS_PROXY: "http://user:canary@proxy.example:1" });
    const ended = await at.run(["doctor"]);
    expect(ended.status).toBe(1);
    expect(ended.stdout).toMatch(/✗ keystone server: .*\n {2}→ /);
    expect(ended.stdout).toMatch(/! proxy: HTTPS_PROXY is set, and not used\n {2}→ Set LATCHKEY_PROXY/);
    expect(ended.stdout).not.toContain("canary");
  });

  test.each([
    ["as nothing else is chosen", [], {}],
    ["chosen by profile use", ["profile", "use", "one"], {}],
    ["named by LATCHKEY_PROFILE", [], { LATCHKEY_PROFILE: "one" }],
  ])("says why a profile is in use: %s", async (why, before, env) => {
    const at = openDesk(env);
    if (before.length > 0) await at.run(before);
    const name = why.startsWith("as") ? "default" : "one";
    expect((await at.run(["doctor"])).stdout).toContain(`✓ profile: "${name}", ${why}\n`);
  });

  test("looks at the server that commands ask: an address alone does not lead a profile's secret elsewhere", async () => {
    const at = openDesk({ helios_api_url: "http://127.0.0.1:1/v1" });
    await loginHelios(at);
    expect(await json(at, ["whoami", "helios"])).toMatchObject({ server: helios.url });
    const { status, stdout } = await at.run(["doctor"]);
    expect(status).toBe(0);
    expect(stdout).toContain(`✓ helios server: ${helios.url} answers`);
    expect(stdout).toMatch(/! helios environment: helios_api_url is set alone: .*\n {2}→ Set helios_client_id/);
    const env = { helios_client_id: "sandbox", helios_client_secret: "sandbox-secret" };
    expect(await at.run(["whoami", "helios"], { env })).toMatchObject({ status: 7 });
    const withClient = await at.run(["doctor"], { env });
    expect(withClient).toMatchObject({ status: 1, stdout: expect.stringContaining("✗ helios server: ") });
    expect(withClient.stdout).not.toContain("helios environment");
  });

  test.each([
    ["0.8.7", 0, /! keystone version: url leads to Keystone 0\.8\.7: this client speaks 0\.9 and newer\.\n {2}→ /],
    ["<!doctype html>", 1, /✗ keystone version: .* did not answer with a version.*\n {2}→ /],
  ])("judges a server's version as the client does: %s", async (text, status, message) => {
    const server = createServer((_request, response) => response.end(text)).listen(0, "127.0.0.1");
    try {
      await once(server, "listening");
      const address = server.address();
      const port = typeof address === "object" ? address?.port : undefined;
      const ended = await openDesk({ KEYSTONE_URL: `http://127.0.0.1:${port}` }).run(["doctor"]);
      expect(ended).toMatchObject({ status, stdout: expect.stringMatching(message) });
    } finally {
      server.close();
    }
  });
});
