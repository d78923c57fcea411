import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { root } from "../packaging/packPackages.ts";
import { findChromium } from "./findChromium.ts";

const program = findChromium();
const pictures = join(root, ".cache", "browser");

/** Whether there is none to test in: said aloud once. */
export const noBrowser = program === undefined;
if (noBrowser) console.warn("No Chromium here (CHROME names one): the tests in a real browser are skipped.");

/** A browser that finds servers of this machine behind the ports that origins have. */
export class PageBrowser {
  readonly #browser: Browser;
  readonly #api: string;

  private constructor(browser: Browser, api: string) {
    this.#browser = browser;
    this.#api = api;
  }

  /**
   * @param api - the server that pages are told to ask
   * @param ports - for each port of an origin on localhost, that of the page's server
   */
  static async launch(api: string, ports: Readonly<Record<number, number>>): Promise<PageBrowser> {
    mkdirSync(pictures, { recursive: true });
    const rules = Object.entries(ports).map(([port, actual]) => `MAP localhost:${port} 127.0.0.1:${actual}`);
    const browser = await chromium.launch({
      ...(program === undefined ? {} : { executablePath: program }),
      args: ["--no-sandbox", `--host-resolver-rules=${rules.join(",")}`],
    });
    return new PageBrowser(browser, api);
  }

  /** Opens the page, waits for its end, takes a picture and returns what it shows. */
  async visit(origin: string, picture: string): Promise<string[]> {
    const tab = await this.open({ width: 900, height: 620 });
    await tab.goto(`${origin}/?api=${encodeURIComponent(this.#api)}`);
    await tab.waitForSelector("body[data-state]", { timeout: 25_000 });
    await tab.screenshot({ path: pictureOf(picture) });
    const lines = await tab.locator("li, h2, p, pre").allTextContents();
    await tab.close();
    return lines;
  }

  open(viewport: { width: number; height: number }): ReturnType<Browser["newPage"]> {
    return this.#browser.newPage({ viewport });
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

/** Where a picture for people to look at goes. */
export function pictureOf(name: string): string {
  return join(pictures, name);
}
