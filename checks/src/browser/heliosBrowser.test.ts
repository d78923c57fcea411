import { join } from "node:path";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../packaging/packPackages.ts";
import { type Bundle, bundleForBrowser } from "./bundle.ts";
import { type CorsProxy, startCorsProxy } from "./corsProxy.ts";
import { noBrowser, PageBrowser } from "./pageBrowser.ts";
import { servePage } from "./pageServer.ts";

let bundle: Bundle;

beforeAll(async () => {
  bundle = await bundleForBrowser(join(root, "checks", "dist", "browser", "heliosPage.js"));
});

test("Helios sessions bundled for a browser have nothing of Node in them", () => {
  expect(bundle.imports).toEqual([]);
  expect(bundle.modules.filter((path) => /imageFolder|readCredentialsFile|sharp|undici/i.test(path))).toEqual([]);
  expect(bundle.code).not.toContain("import.meta");
});

// There is nothing to run them in; the line above says so aloud.
describe.skipIf(noBrowser)("in Chromium", () => {
  let box: HeliosBox;
  let proxy: CorsProxy;
  let page: Awaited<ReturnType<typeof servePage>>;
  let browser: PageBrowser;

  beforeAll(async () => {
    box = await startHelios({ throttle: false });
    proxy = await startCorsProxy(box.url, "http://localhost:4400");
    page = await servePage(bundle.code);
    browser = await PageBrowser.launch(`http://localhost:${proxy.port}/v1`, { 4400: page.port, 4500: page.port });
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    page.close();
    proxy.close();
    await box.close();
  });

  const refusals = [
    "blocking: UsageError (option): A blocking session cannot work in a browser: no page may wait for the network.",
    "baseDir: UsageError (option): baseDir does nothing in a browser, which has no directories.",
    "outDir: UsageError (option): outDir needs a file system, which browsers do not have.",
    "decode: UsageError (option): decode needs the package sharp, which does not run in browsers.",
  ] as const;

  test("a page works with another origin: with credentials, and with a token alone", async () => {
    expect(await browser.visit("http://localhost:4400", "helios.png")).toEqual([
      refusals[0],
      refusals[1],
      "found 2 cameras, 0 pages failed",
      "the token that was passed is good: true",
      "found 1 observation",
      refusals[2],
      refusals[3],
    ]);
    // The server need not allow any: none go along.
    expect((await box.requests()).filter(({ headers }) => headers["cookie"] !== undefined)).toEqual([]);
  });

  test("a page that the server does not know is told what it must allow", async () => {
    const lines = await browser.visit("http://localhost:4500", "helios-refused.png");
    expect(lines.slice(2)).toEqual([
      "TransportError (connect)",
      `The request failed, and the browser does not tell the page why. Often http://localhost:${proxy.port} does not allow pages of http://localhost:4500 (CORS).`,
      expect.stringMatching(/Access-Control-Allow-Origin: .*; Access-Control-Allow-Headers: .*authorization/),
    ]);
  });
});
