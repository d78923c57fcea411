/** The table of a case, as lines of columns that line up. */
export function tableOf({ title, base, columns, rows }) {
  const lines = [["", ...columns.flatMap((column) => (column.bare ? [column.label] : [column.label, "ratio"]))]];
  const reference = rows.find(({ label }) => label === base)?.metrics;
  for (const { label, metrics, failure } of rows) {
    if (metrics === undefined) continue;
    lines.push([label, ...columns.flatMap((column) => cells(column, metrics, reference))]);
    if (failure !== undefined) lines.push([label, failure]);
  }
  const left = rows.filter(({ failure }) => failure !== undefined).map(({ label, failure }) => `${label}: ${failure}`);
  return { title, lines, left };
}

function cells({ metric, digits, bare }, metrics, reference) {
  const value = metrics[metric];
  const text = value === undefined ? "" : format(value, digits);
  if (bare) return [text];
  const ratio = value === undefined || !reference?.[metric] ? "" : percent(value / reference[metric]);
  return [text, ratio];
}

/** A number with separators for thousands. */
export function format(value, digits) {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A ratio, in percent while it is small. */
export function percent(ratio) {
  return ratio < 10 ? `${(ratio * 100).toFixed(0)} %` : `${ratio.toFixed(1)} ×`;
}

/** The table as text. */
export function printTable(table) {
  const { title, lines, left } = table;
  const widths = lines[0].map((_, index) => Math.max(...lines.map((line) => (line[index] ?? "").length)));
  console.log(`\n${title}`);
  for (const line of lines) {
    const [first = "", ...rest] = line;
    console.log(
      `  ${first.padEnd(widths[0])}${rest.map((cell, index) => cell.padStart(widths[index + 1] + 3)).join("")}`,
    );
  }
  for (const note of left) console.log(`  ! ${note}`);
}
