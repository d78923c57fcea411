import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { documentsOf, filesBelow } from "./documents.ts";
import { anchorsOf, linksOf } from "./links.ts";
import { root } from "./packaging/packPackages.ts";

const docs = join(root, "docs");
const read = (...path: string[]): string => readFileSync(join(...path), "utf8");
const documents = documentsOf(root).map((path) => relative(root, path));

/** Why a target leads nowhere; `undefined` when it does. */
function problemOf(document: string, target: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(target)) {
    return URL.canParse(target) && new URL(target).protocol === "https:" ? undefined : "is no address of https";
  }
  const [path = "", anchor] = target.split("#");
  const file = fileOf(document, path);
  if (!existsSync(file)) return "is not there";
  if (anchor === undefined) return undefined;
  const text = file.endsWith("/") ? "" : read(file);
  if (!file.endsWith(".md")) return text.includes(`#region ${anchor}`) ? undefined : "names no region";
  return anchorsOf(text).has(anchor) ? undefined : "names no heading";
}

/** The file that a path leads to: from the root of the site when it begins with a slash. */
function fileOf(document: string, path: string): string {
  if (path === "") return join(root, document);
  if (!path.startsWith("/")) return resolve(root, dirname(document), path);
  const page = path === "/" ? "index.md" : `${path}.md`;
  return path.includes(".") ? join(docs, "public", path) : join(docs, page);
}

describe("no link is dead", () => {
  test.each(documents)("in %s", (document) => {
    const dead = linksOf(read(root, document)).flatMap(({ line, target }) => {
      const problem = problemOf(document, target);
      return problem === undefined ? [] : [`${document}:${line}: ${target} ${problem}`];
    });
    expect(dead).toEqual([]);
  });

  test("and one that were would be found", () => {
    const text = "[a](./no.md) `[b](no)`\n```sh\n[c](no)\n```\n![d](pictures/no.svg)\n<<< ../examples/no.ts#use{ts}\n";
    expect(linksOf(text).map(({ line, target }) => `${line} ${target}`)).toEqual([
      "1 ./no.md",
      "5 pictures/no.svg",
      "6 ../examples/no.ts#use",
    ]);
    const targets = ["./no.md", "start.md#no", "../examples/librarySession.ts#no", "http://x.example", "/no"];
    expect(targets.map((target) => problemOf("docs/index.md", target))).toEqual([
      "is not there",
      "names no heading",
      "names no region",
      "is no address of https",
      "is not there",
    ]);
  });
});

describe("the site", () => {
  const pages = filesBelow(docs, ".md").map((path) => relative(docs, path).replace(/\.md$/, ""));

  /** The pages that the list beside them shows. */
  function listed(): string[] {
    const links = [...read(docs, ".vitepress", "sidebar.json").matchAll(/"link": "\/([^"]*)"/g)];
    return links.map((match) => match[1] ?? "").map((link) => (link === "" ? "index" : link));
  }

  test("lists each of its pages once, and no other", () => {
    expect(
      listed()
        .filter((link) => link !== "reference/")
        .toSorted(),
    ).toEqual(pages.toSorted());
  });

  test("has no text that its templates would take for their own", () => {
    const outside = pages.filter((page) => /\{\{/.test(read(docs, `${page}.md`).replaceAll(/^```.*?^```$/gms, "")));
    expect(outside).toEqual([]);
  });

  test.each(filesBelow(docs, ".svg").map((path) => relative(docs, path)))(
    "%s is seen in the light and in the dark",
    (path) => {
      const drawing = read(docs, path);
      expect(drawing).toContain("@media (prefers-color-scheme: dark)");
      expect(drawing).toMatch(/<title>[^<]+<\/title>/);
      expect(drawing).not.toMatch(/https?:(?!\/\/www\.w3\.org\/2000\/svg")/);
    },
  );

  test("shows each of its pictures", () => {
    const shown = documents.flatMap((document) =>
      linksOf(read(root, document)).map(({ target }) => fileOf(document, target)),
    );
    const pictures = [...filesBelow(join(docs, "pictures"), ""), ...filesBelow(join(docs, "public"), "")];
    expect(pictures.filter((path) => !shown.includes(path))).toEqual([]);
  });
});

test("the errors page tells of each code and each reason", () => {
  const source = read(root, "packages", "session", "src", "errors", "latchkeyError.ts");
  const reasons = read(root, "packages", "session", "src", "errors", "authenticationError.ts");
  const declared = [...`${source}${reasons}`.matchAll(/^export type \w+(?:Code|Reason) =([^;]+);/gm)];
  const codes = declared.flatMap((match) => [...(match[1] ?? "").matchAll(/"([a-z-]+)"/g)].map((code) => code[1]));
  const told = [...read(docs, "errors.md").matchAll(/^\| `([a-z-]+)` \|.*\n(?!\|---)/gm)].map((match) => match[1]);
  expect(codes.length).toBeGreaterThan(20);
  // An AuthenticationError has one code, and tells by its reason.
  expect(new Set(told)).toEqual(new Set(codes.filter((code) => code !== "authentication")));
});
