// Looks at the built site as a phone and a desktop do, in the light and in the dark: pictures go to .cache/site. Fails for
// a page that is wider than its window, that logs an error, or that asks anybody else for anything.
// node docs/scripts/look.mjs [page…]
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";
import { docs, root } from "./places.mjs";

const site = join(docs, ".vitepress", "dist");
const pictures = join(root, ".cache", "site");
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

const sidebar = JSON.parse(readFileSync(join(docs, ".vitepress", "sidebar.json"), "utf8"));
const listed = sidebar.flatMap(({ items }) => items.map(({ link }) => link));
const some = ["/reference/session/classes/AsyncSession", "/reference/keystone/interfaces/KeystoneOptions"];
const pages = process.argv.length > 2 ? process.argv.slice(2) : [...listed, ...some];

const server = createServer((request, response) => {
  const path = normalize(new URL(request.url, "http://localhost").pathname);
  const file = join(site, path.endsWith("/") ? `${path}index.html` : path);
  if (!existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
  return response.end(readFileSync(file));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;

mkdirSync(pictures, { recursive: true });
const executablePath = process.env.CHROME || "/usr/bin/chromium";
if (!existsSync(executablePath)) {
  console.warn(`There is no Chromium at ${executablePath} (CHROME names another): nobody has looked at the site.`);
  process.exit(0);
}
const args = ["--no-sandbox", "--disable-quic", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath, args });
const problems = [];

for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport, colorScheme });
    for (const page of pages) {
      const tab = await context.newPage();
      const place = `${page} (${size}, ${colorScheme})`;
      tab.on("console", (message) => message.type() === "error" && problems.push(`${place}: ${message.text()}`));
      tab.on("pageerror", (error) => problems.push(`${place}: ${error.message}`));
      tab.on("requestfailed", (request) => problems.push(`${place}: ${request.url()} could not be had`));
      tab.on("request", (request) => {
        if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
          problems.push(`${place}: asks for ${request.url()}`);
        }
      });
      await tab.goto(origin + (page.endsWith("/") ? page : `${page}.html`), { waitUntil: "networkidle" });
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) problems.push(`${place}: ${wide} px wider than its window`);
      const name = page.replaceAll("/", "-").replace(/^-|-$/g, "") || "index";
      await tab.screenshot({ path: join(pictures, `${name}-${size}-${colorScheme}.png`), fullPage: true });
      await tab.close();
    }
    await context.close();
  }
}
await browser.close();
server.close();
for (const problem of problems) console.error(problem);
console.log(`${pages.length} pages, ${problems.length} problems; the pictures are in .cache/site.`);
process.exitCode = problems.length === 0 ? 0 : 1;
