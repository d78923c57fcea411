import { fitText } from "../terminal/textWidth.ts";
import { escapeMarkup } from "./escapeMarkup.ts";
import type { AlertMark, CameraMark, Condition } from "./mapMarks.ts";
import { CONDITIONS, SEVERITIES } from "./mapStyle.ts";
import type { View } from "./mapView.ts";

interface LegendContent {
  readonly title: string;
  readonly subtitle: string;
  readonly cameras: readonly CameraMark[];
  readonly alerts: readonly AlertMark[];
  readonly view: View;
}

/** At the size of the whole map. */
const LINE = 16;
const MARGIN = 10;
const LONGEST_TITLE = 26;

/** Room for the legend, left of the map: it covers no state. */
export const LEGEND_WIDTH = 190;

/** What the colours mean, and how many there are of each; only what is on the map. */
export function legend({ title, subtitle, cameras, alerts, view }: LegendContent): string {
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
  const lines = rows.map(({ mark, name, count }, index) => {
    const y = (index + 3) * LINE;
    return `${mark(y)}<text x="20" y="${y}">${name}</text><text x="${LEGEND_WIDTH - 2 * MARGIN}" y="${y}" text-anchor="end">${count}</text>`;
  });
  const place = `translate(${view.x} ${view.y}) scale(${view.zoom}) translate(${MARGIN - LEGEND_WIDTH} ${MARGIN})`;
  return [
    `<g id="legend" font-size="11" fill="#222222" transform="${place}">`,
    `<text x="3" y="${LINE}" font-size="13" font-weight="600">${escapeMarkup(fitText(title, LONGEST_TITLE))}</text>`,
    `<text x="3" y="${LINE * 2 - 2}" fill="#555555">${escapeMarkup(subtitle)}</text>`,
    ...lines,
    "</g>",
  ].join("\n");
}

function severityOf({ severity }: AlertMark): string {
  return Object.hasOwn(SEVERITIES, severity) ? severity : "Unknown";
}
