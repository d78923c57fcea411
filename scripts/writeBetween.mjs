import { readFileSync, writeFileSync } from "node:fs";

/**
 * Replaces what stands between `<!-- NAME -->` and `<!-- /NAME -->` in a document.
 *
 * @param change - given the lines that are there, returns those that take their place
 */
export function writeBetween(path, name, change) {
  const text = readFileSync(path, "utf8");
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf(end, from);
  if (from < begin.length || to < 0) throw new Error(`${path} has no place for "${name}".`);
  const lines = change(text.slice(from, to).split("\n"));
  writeFileSync(path, `${text.slice(0, from)}\n${lines.join("\n").trim()}\n\n${text.slice(to)}`);
}
