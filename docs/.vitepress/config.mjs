import { existsSync, readFileSync } from "node:fs";
import { defineConfig } from "vitepress";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));

const kinds = ["classes", "interfaces", "functions", "type-aliases", "variables"];

/** The reference page of what a source file is named for: `../packages/helios/src/heliosOptions.ts` has HeliosOptions. */
function referencePage(href) {
  const [, entry, name] = /^\.\.\/packages\/(\w+)\/src\/(?:.*\/)?(\w+)\.ts$/.exec(href) ?? [];
  if (entry === undefined) return undefined;
  const paths = [name, name[0].toUpperCase() + name.slice(1)].flatMap((title) =>
    kinds.map((kind) => `reference/${entry}/${kind}/${title}`),
  );
  const found = paths.find((path) => existsSync(new URL(`../${path}.md`, import.meta.url)));
  return found === undefined ? undefined : `/${found}.html`;
}

/** Links out of docs/ are for readers of the repository: here they lead to the reference, or are plain text. */
function keepWithinSite(markdown) {
  markdown.core.ruler.push("within-site", ({ tokens }) => {
    for (const { children } of tokens) {
      let outside = false;
      for (const token of children ?? []) {
        const href = token.type === "link_open" ? (token.attrGet("href") ?? "") : "";
        if (href.startsWith("../")) {
          const page = referencePage(href);
          outside = page === undefined;
          if (page !== undefined) token.attrSet("href", page);
        }
        if (!outside || !token.type.startsWith("link_")) continue;
        if (token.type === "link_close") outside = false;
        token.tag = "span";
        token.attrs = null;
      }
    }
  });
}

/** Tells each cell what its column is called: on a phone a row is a card, and has no head above it. */
function labelCells(markdown) {
  markdown.core.ruler.push("label-cells", ({ tokens }) => {
    let heads = [];
    let column = 0;
    tokens.forEach((token, index) => {
      if (token.type === "table_open") heads = [];
      else if (token.type === "tr_open") column = 0;
      else if (token.type === "th_open") heads.push(tokens[index + 1].content.replaceAll(/[`*]/g, ""));
      else if (token.type === "td_open") {
        token.attrSet("data-label", heads[column] ?? "");
        column += 1;
      }
    });
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
    linkify: false,
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: (markdown) => {
      keepWithinSite(markdown);
      labelCells(markdown);
    },
  },
  // Drawings keep their names and stay files: what is inlined cannot be told from a photograph by the style sheet.
  vite: { build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 4000 } },
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
    search: {
      provider: "local",
      // A guide says more of a word than a list of members; the page of a name that was asked for still comes first.
      options: { miniSearch: { searchOptions: { boostDocument: (id) => (id.startsWith("/reference/") ? 1 : 3) } } },
    },
    externalLinkIcon: true,
  },
});
