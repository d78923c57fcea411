import type { TraceRow } from "./traceRows.ts";

const WIDTH = 480;
const LEFT = 178;
const RIGHT = 462;
const TOP = 58;
const ROW = 22;

/** A trace as SVG, legible in the light and in the dark: a line for each span, in the order of {@link TraceRow}s. */
export function drawTrace(title: string, rows: readonly TraceRow[]): string {
  const last = Math.max(...rows.map(({ end }) => end));
  const bottom = TOP + rows.length * ROW;
  const height = bottom + 66;
  const x = (ms: number): number => LEFT + (ms / last) * (RIGHT - LEFT);
  const step = stepOf(last);
  const ticks = Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `  <title>${escapeText(title)}</title>`,
    STYLE,
    ...ticks.map(
      (ms) =>
        `  <path class="line" d="M${round(x(ms))} ${TOP - 8}V${bottom + 2}"/>` +
        `<text x="${round(x(ms))}" y="${TOP - 16}" class="small mid">${ms}${ms === 0 ? " ms" : ""}</text>`,
    ),
    ...rows.map((row, index) => line(row, TOP + index * ROW, x)),
    legend(bottom + 24),
    "</svg>",
    "",
  ].join("\n");
}

function line({ label, depth, kind, failed, start, end }: TraceRow, top: number, x: (ms: number) => number): string {
  const width = Math.max(2, x(end) - x(start));
  const shape = `x="${round(x(start))}" y="${top + 4}" width="${round(width)}" height="${ROW - 8}" rx="2"`;
  return (
    `  <text x="${12 + depth * 14}" y="${top + 16}" class="${failed ? "label bad" : "label"}">${escapeText(label)}</text>` +
    `<rect ${shape} class="${kind}${failed ? " failed" : ""}"/>`
  );
}

function legend(top: number): string {
  const entries = [
    ["call", "a call"],
    ["request", "its request"],
    ["request failed", "refused"],
    ["credential", "for the token"],
  ] as const;
  return entries
    .map(([kind, text], index) => {
      const left = 12 + index * 116;
      return `  <rect x="${left}" y="${top}" width="16" height="14" rx="2" class="${kind}"/><text x="${left + 23}" y="${top + 12}" class="small">${text}</text>`;
    })
    .join("\n");
}

/** A round number of ms such that there are four to eight of them. */
function stepOf(last: number): number {
  const power = 10 ** Math.floor(Math.log10(last / 4));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => last / step <= 8) ?? 10 * power;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const STYLE = `  <style>
    svg { --ink: #17242d; --soft: #52636f; --line: #c6d0d6; --box: #dfe7eb; --edge: #7b8b96; --mark: #8ecfd7; --deep: #0b6b78; --bad: #b3261e; --pale: #f9dedc; }
    @media (prefers-color-scheme: dark) {
      svg { --ink: #e6edf1; --soft: #a9b8c2; --line: #35434c; --box: #36454f; --edge: #8496a2; --mark: #1f6f7a; --deep: #5cc9d6; --bad: #ff8a80; --pale: #5c2420; }
    }
    text { font: 14px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: var(--ink); }
    .label { font-family: ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", monospace; font-size: 13px; }
    .small { font-size: 13px; fill: var(--soft); }
    .mid { text-anchor: middle; }
    .bad { fill: var(--bad); }
    .line { fill: none; stroke: var(--line); stroke-width: 1; }
    rect { stroke-width: 1.2; }
    .caller { fill: none; stroke: var(--edge); }
    .call { fill: var(--box); stroke: var(--edge); }
    .request { fill: var(--mark); stroke: var(--deep); }
    .failed { fill: var(--pale); stroke: var(--bad); }
    .credential { fill: var(--deep); stroke: var(--deep); }
  </style>`;
