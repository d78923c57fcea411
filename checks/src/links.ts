/** A place that a document leads to. */
export interface Link {
  readonly line: number;
  readonly target: string;
}

/** The text with its code taken out, line for line. */
function withoutCode(text: string): string {
  const blank = (code: string): string => code.replaceAll(/[^\n]/g, " ");
  return text
    .replaceAll(/^(```+|~~~+).*?^\1[^\n]*$/gms, blank)
    .replaceAll(/(`+)(?!`)(?:(?!\n\n).)*?[^`]\1(?!`)/gs, blank);
}

/** Links and images in Markdown and in the HTML within it, files that are included, and what the front matter names. */
export function linksOf(text: string): Link[] {
  const prose = withoutCode(text);
  const patterns = [
    /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g,
    /^\[[^\]]+\]:\s*(\S+)/gm,
    /\s(?:href|src)="([^"]+)"/g,
    /^<<<\s+([^\s{[]+)/gm,
    /^\s+(?:link|src): (\S+)$/gm,
  ];
  return patterns
    .flatMap((pattern) => [...prose.matchAll(pattern)])
    .map((match) => ({ line: prose.slice(0, match.index).split("\n").length, target: match[1] ?? "" }))
    .toSorted((one, other) => one.line - other.line);
}

/** The headings of a Markdown text, without their marks. */
function headingsOf(text: string): string[] {
  const fenced = text.replaceAll(/^(```+|~~~+).*?^\1[^\n]*$/gms, "");
  return [...fenced.matchAll(/^#{1,6} (.+)$/gm)].map((match) =>
    (match[1] ?? "").replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/[`*]/g, ""),
  );
}

/** The anchors of a text: those that the repository's host makes of its headings and the site does, too. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const ofHost = headingsOf(text).map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );
  const ofSite = headingsOf(text).map((heading) =>
    heading
      .replaceAll(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/g, "-")
      .replaceAll(/^-+|-+$/g, "")
      .replace(/^(\d)/, "_$1")
      .toLowerCase(),
  );
  return new Set(ofHost.filter((anchor) => ofSite.includes(anchor)));
}
