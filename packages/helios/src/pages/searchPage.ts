import { type ApiResponse, type DecodeError, type Flow, type Mode, undecodable } from "@latchkey/session";
import type { HeliosCalls } from "../apis/heliosCalls.ts";
import type { Timing } from "../batches/batchOptions.ts";
import { asNumber, asObject, type FeatureJson } from "../features/feature.ts";
import type { Pairs } from "../parameters/pairs.ts";

/** What results were counted by, as the API sent it. */
export type Aggregations = FeatureJson;

/** One page of a search. */
export interface Page {
  readonly items: readonly FeatureJson[];
  /** How many results the search has in all. */
  readonly total: number;
  readonly aggs: Aggregations;
  readonly bytes: number;
}

/** Which page of which search. */
export interface PageRequest {
  /** Of the resource, below the API's URL. */
  readonly path: string;
  readonly query: Pairs;
  readonly limit: number;
  readonly skip: number;
}

/** A longer query goes into a body: servers and proxies refuse long addresses, many from 8 kB on. */
const LONGEST_QUERY = 4000;

/** Fetches one page: with GET, or with POST to `_search` when its query is too long for a URL. */
export function* searchPage<M extends Mode>(
  calls: HeliosCalls<M>,
  { path, query, limit, skip }: PageRequest,
  { timeout, deadline }: Timing,
): Flow<Page> {
  const params = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]));
  params.append("limit", String(limit));
  params.append("skip", String(skip));
  const request = { timeout, deadline, patient: true } as const;
  const response =
    params.toString().length > LONGEST_QUERY
      ? yield* calls.send<unknown>("POST", `${path}/_search`, { ...request, form: params, idempotent: true })
      : yield* calls.get<unknown>(path, { ...request, params });
  return readPage(response);
}

function readPage(response: ApiResponse<unknown>): Page {
  const ok = response.raiseForStatus();
  const reply = asObject(ok.json());
  const properties = asObject(reply?.["properties"]);
  const items = reply?.["features"] ?? reply?.["results"];
  const total = asNumber(properties?.["total"]) ?? asNumber(reply?.["total"]);
  if (!Array.isArray(items) || total === undefined || total < 0) throw notAPage(response);
  return {
    items: objects(items),
    total,
    aggs: asObject(properties?.["aggs"]) ?? asObject(reply?.["aggs"]) ?? {},
    bytes: response.content.length,
  };
}

function notAPage(response: ApiResponse<unknown>): DecodeError {
  const { request, url } = response;
  return undecodable(response, `${request.method} ${url} answered with JSON that is no page of results.`, {
    hint: "It needs a list of features or results, and their total. Is the API's URL right?",
  });
}

function objects(items: readonly unknown[]): FeatureJson[] {
  return items.flatMap((item) => {
    const object = asObject(item);
    return object === undefined ? [] : [object];
  });
}
