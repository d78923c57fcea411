import { MAP_SIZE, type MapPoint } from "./albersUsa.ts";
import { escapeMarkup } from "./escapeMarkup.ts";
import { LEGEND_WIDTH, legend } from "./mapLegend.ts";
import type { AlertMark, CameraMark } from "./mapMarks.ts";
import { CONDITIONS, SEVERITIES } from "./mapStyle.ts";
import { type View, viewOf } from "./mapView.ts";
import { stateShapes } from "./stateShapes.ts";

/** What is drawn. */
export interface MapContent {
  readonly title: string;
  /** When what is shown was seen. */
  readonly subtitle: string;
  readonly cameras: readonly CameraMark[];
  readonly alerts: readonly AlertMark[];
}

/** The map as an SVG image of its own: hovering over a mark shows its details as the viewer shows titles. */
export function mapSvg({ title, subtitle, cameras, alerts }: MapContent): string {
  const view = viewOf([...cameras.map(({ at }) => at), ...alerts.flatMap(({ rings }) => rings.flat())]);
  const states = stateShapes().map(({ name, path }) => `<path d="${path}"><title>${escapeMarkup(name)}</title></path>`);
  const panel = round(LEGEND_WIDTH * view.zoom);
  const [left, width] = [round(view.x - panel), round(view.width + panel)];
  const pixels = MAP_SIZE.width + LEGEND_WIDTH;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${view.y} ${width} ${view.height}" ` +
      `width="${pixels}" height="${Math.round((pixels * view.height) / width)}" ` +
      `role="img" font-family="system-ui, sans-serif">`,
    `<title>${escapeMarkup(title)}</title>`,
    `<rect x="${left}" y="${view.y}" width="${width}" height="${view.height}" fill="#e8eef2"/>`,
    `<g id="states" fill="#fbfaf7" stroke="#b7b7ad" stroke-width="${round(0.7 * view.zoom)}" stroke-linejoin="round">`,
    ...states,
    "</g>",
    `<g id="alerts" fill-opacity="0.5" stroke="#8c2d04" stroke-width="${round(0.7 * view.zoom)}">`,
    ...alerts.map((alert) => alertPath(alert)),
    "</g>",
    `<g id="cameras" stroke="#ffffff" stroke-width="${round(0.5 * view.zoom)}">`,
    ...worstLast(cameras).map((camera) => cameraDot(camera, view)),
    "</g>",
    legend({ title, subtitle, cameras, alerts, view }),
    "</svg>",
    "",
  ].join("\n");
}

function alertPath({ rings, severity, lines }: AlertMark): string {
  const colour = SEVERITIES[severity] ?? SEVERITIES["Unknown"];
  const path = rings.map((ring) => `M${ring.map(pointText).join("L")}Z`).join("");
  return `<path class="mark" d="${path}" fill="${colour}"><title>${textOf(lines)}</title></path>`;
}

function cameraDot({ at, condition, lines }: CameraMark, { zoom }: View): string {
  const [x, y] = at.map(round);
  const radius = round(3.2 * zoom);
  const fill = CONDITIONS[condition].colour;
  return `<circle class="mark" cx="${x}" cy="${y}" r="${radius}" fill="${fill}"><title>${textOf(lines)}</title></circle>`;
}

/** So that what matters lies on top. */
function worstLast(cameras: readonly CameraMark[]): readonly CameraMark[] {
  const order = Object.keys(CONDITIONS);
  return cameras.toSorted((a, b) => order.indexOf(b.condition) - order.indexOf(a.condition));
}

function textOf(lines: readonly string[]): string {
  return lines.map(escapeMarkup).join("\n");
}

function pointText([x, y]: MapPoint): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
