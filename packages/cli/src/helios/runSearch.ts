import type { AsyncHeliosSession, Feature, FeatureCollection, SearchOptions, SearchResult } from "@latchkey/helios";
import { UsageError } from "@latchkey/session";
import { EXIT } from "../job/exitCode.ts";
import type { Job, Runner } from "../job/job.ts";
import { printableCsv } from "../output/csv.ts";
import { printableJson } from "../terminal/printable.ts";
import { featureRow } from "./featureRow.ts";
import { openHelios } from "./openHelios.ts";
import { progressBar } from "./progressBar.ts";
import { collectionParams, observationParams, placeParams, type SearchCommandOptions } from "./searchOptions.ts";

type Search = (
  session: AsyncHeliosSession,
  options: SearchCommandOptions,
  batch: SearchOptions,
) => Promise<SearchResult<FeatureCollection<Feature>>>;

/** Searches one of the APIs, all pages of it. */
function runSearch(search: Search, columns: readonly string[]): Runner<SearchCommandOptions> {
  return async (job) => {
    const { geojson = false, csv = false, json = false, ndjson = false } = job.options;
    if ([geojson, csv, json || ndjson].filter(Boolean).length > 1) {
      throw new UsageError("option", "--geojson, --csv and --json are different ways to write the same: choose one.");
    }
    if (geojson && job.options.columns !== undefined) {
      throw new UsageError("option", "--columns does nothing with --geojson, which has all of each feature.");
    }
    await using session = await openHelios(job);
    const bar = progressBar(job.terminal, "pages");
    const result = await search(session, job.options, { signal: job.signal, onProgress: bar.update }).finally(bar.end);
    await write(job, result.results, columns);
    return tellTrouble(job, result);
  };
}

async function write(job: Job<SearchCommandOptions>, found: FeatureCollection<Feature>, columns: readonly string[]) {
  const { out } = job.terminal;
  if (job.options.geojson === true) {
    await out.write(`${printableJson(JSON.stringify(found.toGeoJSON()))}\n`);
    return;
  }
  const rows = found.features.map(featureRow);
  if (job.options.csv === true) {
    // Programs that read it want a heading, also above nothing.
    const names = job.options.columns ?? (rows.length === 0 ? columns : undefined);
    await out.write(printableCsv(rows, names));
    return;
  }
  await job.out.rows(rows, columns);
}

function tellTrouble({ out, terminal }: Job, result: SearchResult<FeatureCollection<Feature>>): number {
  const { results, failed, total, truncated } = result;
  if (out.format === "table" && results.length === 0) terminal.note("Nothing matches.");
  for (const { url, error } of failed) terminal.warn(`A page is missing: ${url}: ${error.message}`);
  if (truncated && failed.length === 0) {
    terminal.warn(`These are ${results.length} of ${total}: the API lets a search reach no more. Narrow it.`);
  }
  return failed.length > 0 ? EXIT.partial : EXIT.ok;
}

export const runAlerts: Runner<SearchCommandOptions> = runSearch(
  (session, options, batch) => session.alerts.index(placeParams(options), batch),
  ["event", "severity", "states", "effective", "expires", "headline", "id"],
);

export const runCameras: Runner<SearchCommandOptions> = runSearch(
  (session, options, batch) => session.cameras.index(placeParams(options), batch),
  ["id", "description", "city", "state", "direction", "lon", "lat"],
);

export const runObservations: Runner<SearchCommandOptions> = runSearch(
  (session, options, batch) => session.observations.index(observationParams(options), batch),
  ["time", "camera_id", "road_weather", "visibility", "precip", "city", "state"],
);

export const runCollections: Runner<SearchCommandOptions> = runSearch(
  (session, options, batch) => session.collections.index(collectionParams(options), batch),
  ["id", "name", "description", "tags", "created_at", "updated_at"],
);
