import { extname } from "node:path";
import { parseInstant } from "@latchkey/helios";
import { replaceFile, UsageError } from "@latchkey/session";
import { EXIT } from "../job/exitCode.ts";
import type { Runner } from "../job/job.ts";
import { mapHtml } from "../map/mapHtml.ts";
import { alertMarks, cameraMarks } from "../map/mapMarks.ts";
import { mapSvg } from "../map/mapSvg.ts";
import { requireOutFile } from "../output/outFile.ts";
import { openHelios } from "./openHelios.ts";
import { progressBar } from "./progressBar.ts";
import { placeParams, type SearchCommandOptions } from "./searchOptions.ts";

/** Options of `helios map`. */
export interface MapCommandOptions extends SearchCommandOptions {
  readonly out: string;
  /** ISO 8601, UTC without a zone; default now. */
  readonly at?: string;
}

/** Cameras are observed every ten minutes: just under that finds each of them once. */
const WINDOW = 10 * 60_000 - 1_000;

/** Draws cameras with what they see, and alerts, on a map of the United States. */
export const runMap: Runner<MapCommandOptions> = async (job) => {
  const { out, at } = job.options;
  const draw = { ".svg": mapSvg, ".html": mapHtml }[extname(out).toLowerCase()];
  if (draw === undefined) throw new UsageError("option", "--out must end in .html or .svg.");
  requireOutFile(out);
  const until = new Date(at === undefined ? Date.now() : instantOf(at));

  await using session = await openHelios(job);
  const { event, ...place } = job.options;
  const bar = progressBar(job.terminal, "pages");
  const batch = { signal: job.signal, onProgress: bar.update };
  const where = placeParams(place);
  const [cameras, alerts, observations] = await Promise.all([
    session.cameras.index(where, batch),
    session.alerts.index(placeParams({ ...(place.state && { state: place.state }), ...(event && { event }) }), batch),
    session.observations.index({ ...where, time_min: new Date(until.getTime() - WINDOW), time_max: until }, batch),
  ]).finally(bar.end);

  const content = {
    title: place.state?.join(", ") ?? "United States",
    subtitle: `${until.toISOString().slice(0, 16).replace("T", " ")} UTC`,
    cameras: cameraMarks(cameras.results, observations.results),
    alerts: alertMarks(alerts.results),
  };
  const file = await replaceFile(out, draw(content));
  const drawn = { file, cameras: content.cameras.length, alerts: content.alerts.length };
  if (job.out.format !== "table") await job.out.record(drawn);
  else job.terminal.note(`${drawn.cameras} cameras and ${drawn.alerts} alerts are on the map in ${drawn.file}.`);
  const missing = [cameras, alerts, observations].flatMap(({ failed }) => failed);
  for (const { url, error } of missing) job.terminal.warn(`A page is missing: ${url}: ${error.message}`);
  return missing.length > 0 ? EXIT.partial : EXIT.ok;
};

function instantOf(at: string): number {
  const instant = parseInstant(at);
  if (instant !== undefined) return instant;
  throw new UsageError("option", "--at must be a time, such as 2018-02-10T18:00Z.", {
    hint: "Without a zone it is UTC.",
  });
}
