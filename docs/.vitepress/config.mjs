import { readFileSync } from "node:fs";
import { defineConfig } from "vitepress";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));

/** Links to files outside docs/ are for readers of the repository: on the site they are plain text. */
function keepWithinSite(markdown) {
  markdown.core.ruler.push("within-site", ({ tokens }) => {
    for (const { children } of tokens) {
      let outside = false;
      for (const token of children ?? []) {
        if (token.type === "link_open") outside = token.attrGet("href")?.startsWith("../") ?? false;
        if (!outside || !token.type.startsWith("link_")) continue;
        token.tag = "span";
        token.attrs = null;
        if (token.type === "link_close") outside = false;
      }
    }
  });
}

export default defineConfig({
  title: "Latchkey",
  description: "Authenticated API sessions for TypeScript",
  lang: "en",
  cleanUrls: false,
  lastUpdated: false,
  srcExclude: ["scripts/**"],
  head: [["link", { rel: "icon", type: "image/svg+xml", href: "/key.svg" }]],
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: keepWithinSite,
  },
  // Drawings keep their names and stay files: what is inlined cannot be told from a photograph by the style sheet.
  vite: { build: { assetsInlineLimit: 0 } },
  themeConfig: {
    logo: { src: "/key.svg", alt: "" },
    nav: [
      { text: "Start", link: "/start" },
      { text: "Keystone", link: "/keystone" },
      { text: "Helios", link: "/helios" },
      { text: "Recipes", link: "/recipes" },
      { text: "Reference", link: "/reference/" },
    ],
    sidebar: {
      "/": read("sidebar.json"),
      "/reference/": [
        { text: "The guide", link: "/start" },
        {
          text: "API reference",
          link: "/reference/",
          items: read("../reference/sidebar.json"),
        },
      ],
    },
    outline: { level: [2, 3] },
    search: { provider: "local" },
    externalLinkIcon: true,
  },
});
