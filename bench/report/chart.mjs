/** What the chart shows: one panel for each case, with those of its rows that a reader compares. */
const panels = [
  {
    case: "getFifty",
    title: "GET, 50 at once (requests per second)",
    rows: [
      "undici Pool.dispatch",
      "undici.request",
      "AsyncSession",
      "AsyncKeystoneClient",
      "node:http",
      "aiohttp",
      "global fetch",
      "got",
      "axios",
      "ky",
    ],
  },
  {
    case: "blockingGet",
    title: "Blocking GET, one after the other (requests per second)",
    rows: [
      "AsyncKeystoneClient, awaited",
      "KeystoneClient",
      "KeystoneClient, two cores",
      "httpx.Client",
      "requests",
      "curl by execFileSync",
      "sync-request",
    ],
  },
  {
    case: "images",
    title: "12,000 images of 60 kB to disk (files per second)",
    rows: [
      "curl --parallel, 12,000, two cores",
      "AsyncSession, 12,000, two cores",
      "aiohttp + aiofiles, 12,000, two cores",
      "curl --parallel, 12,000, one core",
      "AsyncSession, 12,000, one core",
      "aiohttp + aiofiles, 12,000, one core",
    ],
  },
];

const WIDTH = 760;
const LABEL = 250;
const BAR = 11;
const GAP = 7;
/** Colours that can be read on white and on black alike. */
const ink = "#6e7781";
const colours = { own: ["#d9622b", "#e8915f"], peer: ["#5b7fa6", "#8eaccb"] };
const ours = /Session|Keystone/;

/** One SVG of the runs, side by side: a bar for each Node. */
export function chart(runs) {
  const parts = [];
  let y = 46;
  for (const panel of panels) {
    const rows = panel.rows.map((label) => ({ label, rates: runs.map((run) => rateOf(run, panel.case, label)) }));
    const known = rows.filter(({ rates }) => rates.some((rate) => rate !== undefined));
    if (known.length === 0) continue;
    parts.push(text(0, y, panel.title, `font-weight="600" font-size="14"`));
    y += 14;
    const most = Math.max(...known.flatMap(({ rates }) => rates.map((rate) => rate ?? 0)));
    for (const { label, rates } of known) {
      const height = BAR * runs.length;
      parts.push(text(LABEL - 10, y + height / 2 + 4, label.replace(", 12,000", ""), `text-anchor="end"`));
      rates.forEach((rate, index) => {
        if (rate === undefined) return;
        const width = Math.max(1, (rate / most) * (WIDTH - LABEL - 80));
        const top = y + index * BAR;
        const colour = colours[ours.test(label) ? "own" : "peer"][index];
        parts.push(
          `<rect x="${LABEL}" y="${top}" width="${width.toFixed(1)}" height="${BAR - 1}" rx="1.5" fill="${colour}"/>`,
        );
        parts.push(text(LABEL + width + 6, top + BAR - 2, Math.round(rate).toLocaleString("en-US"), `font-size="10"`));
      });
      y += height + GAP;
    }
    y += 26;
  }
  const legend = runs
    .map(({ node }, index) => `Node ${node.split(".")[0]}${index === 0 && runs.length > 1 ? " (upper bar)" : ""}`)
    .join(", ");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" font-family="system-ui, sans-serif" font-size="12" fill="${ink}" role="img" aria-label="Speed of Latchkey beside its peers">
${text(0, 14, `${legend}. Latchkey in orange, peers in blue; longer is faster.`, `font-size="12"`)}
${parts.join("\n")}
</svg>
`;
}

function rateOf(run, name, label) {
  const rows = run.cases.find((result) => result.name === name)?.rows ?? [];
  return rows.find((row) => row.label === label)?.metrics?.rate;
}

function text(x, y, content, more = "") {
  const safe = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${more === "" ? "" : ` ${more}`}>${safe}</text>`;
}
