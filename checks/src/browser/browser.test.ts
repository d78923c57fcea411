import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { AsyncKeystoneClient } from "@latchkey/keystone";
import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { documentedBundle, TOLERANCE } from "../packaging/documentedSizes.ts";
import { root } from "../packaging/packPackages.ts";
import { type Bundle, bundleForBrowser } from "./bundle.ts";
import { noBrowser, PageBrowser, pictureOf } from "./pageBrowser.ts";
import { servePage } from "./pageServer.ts";

let bundle: Bundle;

/** The page that the examples have, made to ask another server than the one it names. */
async function teamsPage(api: string): Promise<[code: string, html: string]> {
  const folder = join(root, "examples", "teamsPage");
  const { code } = await bundleForBrowser(join(folder, "main.ts"));
  const asking = code.replaceAll("http://localhost:8000", api.replace(/\/$/, ""));
  expect(asking).not.toBe(code);
  return [asking, readFileSync(join(folder, "index.html"), "utf8")];
}

beforeAll(async () => {
  bundle = await bundleForBrowser(join(root, "checks", "dist", "browser", "page.js"));
});

describe("what is bundled for a browser", () => {
  test("has nothing of Node in it", () => {
    expect(bundle.imports).toEqual([]);
    expect(
      bundle.modules.filter((path) => /undici|exchange\/|nodeTransport|workerTransport|fileStore\.js/.test(path)),
    ).toEqual([]);
    expect(bundle.modules.some((path) => path.endsWith("fetchTransport.js"))).toBe(true);
  });
});

test("one authenticated GET is as large as docs/reach.md says", async () => {
  const { code, modules } = await bundleForBrowser(join(root, "checks", "dist", "browser", "authenticatedGet.js"));
  const size = gzipSync(code).length;
  expect(Math.abs(size / documentedBundle - 1), `${size} bytes`).toBeLessThan(TOLERANCE);
  expect(modules.filter((path) => /packages\/keystone|clientCredentials|paginate/.test(path))).toEqual([]);
});

// There is nothing to run them in; the line above says so aloud.
describe.skipIf(noBrowser)("in Chromium", () => {
  let box: KeystoneBox;
  let page: Awaited<ReturnType<typeof servePage>>;
  let example: Awaited<ReturnType<typeof servePage>>;
  let browser: PageBrowser;
  let api: string;

  beforeAll(async () => {
    box = await startKeystone({ throttle: false });
    api = `http://localhost:${new URL(box.url).port}/`;
    page = await servePage(bundle.code);
    example = await servePage(...(await teamsPage(api)));
    // Origins that the API trusts and does not trust have fixed ports: the browser finds this server behind both.
    browser = await PageBrowser.launch(api, { 4200: page.port, 4300: page.port, 8000: example.port });
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    page.close();
    example.close();
    await box.close();
  });

  const blocking =
    "blocking: UsageError (option): A blocking session cannot work in a browser: no page may wait for the network.";

  test("a page of a trusted origin signs in, lists, changes and signs out", async () => {
    expect(await browser.visit("http://localhost:4200", "trusted.png")).toEqual([
      blocking,
      "signed in as admin",
      "found 0 teams",
      "made a team and changed it: active is false",
      "signed in again",
      "signed out: null",
    ]);
    const requests = await box.requests();
    const unsafe = requests.filter(({ method }) => method !== "GET" && method !== "OPTIONS");
    expect(unsafe.map(({ path, csrf }) => `${path} ${csrf}`)).toEqual([
      "/authentication/login/ false",
      "/users/teams/ true",
      "/users/teams/1/ true",
      "/authentication/login/ true",
      "/authentication/logout/ true",
    ]);
    const cids = requests.filter(({ method }) => method !== "OPTIONS").map(({ headers }) => headers["x-keystone-cid"]);
    expect(new Set(cids).size).toBe(1);
  });

  test("a page of another origin is told what the server must allow", async () => {
    expect(await browser.visit("http://localhost:4300", "refused.png")).toEqual([
      blocking,
      "TransportError (connect)",
      `The request failed, and the browser does not tell the page why. Often ${api.slice(0, -1)} does not allow pages of http://localhost:4300 (CORS).`,
      "If the server is there and its certificate is good, it must answer with Access-Control-Allow-Origin: http://localhost:4300; Access-Control-Allow-Credentials: true; Access-Control-Allow-Headers: x-keystone-cid, content-type.",
    ]);
  });

  test("the page of the examples signs in and lists, and says what went wrong", async () => {
    await using client = new AsyncKeystoneClient({ url: api });
    await client.login({ username: "admin", password: "quickstart" });
    await client.resource("users/teams").create({ name: "Of the examples" });
    const tab = await browser.open({ width: 390, height: 600 });
    await tab.goto("http://localhost:8000/");
    const signIn = async (password: string, status: string): Promise<void> => {
      await tab.fill("[name=username]", "admin");
      await tab.fill("[name=password]", password);
      await tab.click("button");
      await tab.waitForSelector(`[role=status]:text("${status}")`, { timeout: 25_000 });
    };
    await signIn("wrong", "no active user of that name");
    expect(await tab.locator("li").count()).toBe(0);
    await signIn("quickstart", "Signed in as admin.");
    expect(await tab.locator("li").allTextContents()).toContain("Of the examples");
    await tab.screenshot({ path: pictureOf("teamsPage.png") });
    await tab.close();
  });
});
