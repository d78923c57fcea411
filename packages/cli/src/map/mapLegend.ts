import { escapeMarkup } from "./escapeMarkup.ts";
import type { AlertMark, CameraMark, Condition } from "./mapMarks.ts";
import { CONDITIONS, SEVERITIES } from "./mapStyle.ts";
import type { View } from "./mapView.ts";

interface LegendContent {
  readonly title: string;
  readonly cameras: readonly CameraMark[];
  readonly alerts: readonly AlertMark[];
  readonly view: View;
}

/** Cells of the legend, at the size of the whole map. */
const LINE = 15;
const WIDTH = 190;

/** What the colours mean, and how many there are of each; only what is on the map. */
export function legend({ title, cameras, alerts, view }: LegendContent): string {
  const conditions = Object.keys(CONDITIONS) as Condition[]; // The record's keys are its type's.
  const rows = [
    ...conditions.map((condition) => ({
      mark: (y: number) => `<circle cx="8" cy="${y - 4}" r="4" fill="${CONDITIONS[condition].colour}"/>`,
      name: CONDITIONS[condition].name,
      count: cameras.filter((camera) => camera.condition === condition).length,
    })),
    ...Object.entries(SEVERITIES).map(([severity, colour]) => ({
      mark: (y: number) => `<rect x="3" y="${y - 9}" width="10" height="10" fill="${colour}" fill-opacity="0.7"/>`,
      name: `${severity.toLowerCase()} alert`,
      count: alerts.filter((alert) => severityOf(alert) === severity).length,
    })),
  ].filter(({ count }) => count > 0);
  const height = (rows.length + 1) * LINE + 10;
  const lines = rows.map(({ mark, name, count }, index) => {
    const y = (index + 2) * LINE;
    return `${mark(y)}<text x="20" y="${y}">${name}</text><text x="${WIDTH - 8}" y="${y}" text-anchor="end">${count}</text>`;
  });
  return [
    `<g id="legend" font-size="11" fill="#222222" transform="translate(${view.x} ${view.y}) scale(${view.zoom}) translate(10 10)">`,
    `<rect width="${WIDTH}" height="${height}" rx="4" fill="#ffffff" fill-opacity="0.88"/>`,
    `<text x="4" y="${LINE}" font-weight="600">${escapeMarkup(title)}</text>`,
    ...lines,
    "</g>",
  ].join("\n");
}

function severityOf({ severity }: AlertMark): string {
  return Object.hasOwn(SEVERITIES, severity) ? severity : "Unknown";
}
