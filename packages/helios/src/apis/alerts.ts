import type { In, Mode } from "@latchkey/session";
import type { BatchOptions } from "../batches/batchOptions.ts";
import type { AlertsFeature } from "../features/alertsFeature.ts";
import type { AlertsFeatureCollection } from "../features/featureCollections.ts";
import { searchAll } from "../pages/searchAll.ts";
import type { SearchOptions } from "../pages/searchOptions.ts";
import type { SearchResult } from "../pages/searchResult.ts";
import { type AlertsParams, alertsShape } from "../parameters/alertsParams.ts";
import type { HeliosCaller } from "./heliosCalls.ts";
import type { IdsOr } from "./idOf.ts";
import { alertsResource } from "./resources.ts";
import { type ShowResult, showAll } from "./showAll.ts";

/** Weather alerts, of the National Weather Service and of Helios itself. */
export class Alerts<M extends Mode> {
  readonly #session: HeliosCaller<M>;

  constructor(session: HeliosCaller<M>) {
    this.#session = session;
  }

  /**
   * Searches alerts: all pages, in the API's order.
   *
   * @throws UsageError for a parameter that is unknown or not allowed
   * @throws StatusError, TransportError or DecodeError when the first page cannot be had
   *
   * @example
   * ```ts
   * const { results, failed } = await session.alerts.index({ state: "New York" });
   * ```
   */
  index(params: AlertsParams = {}, options: SearchOptions = {}): In<SearchResult<AlertsFeatureCollection>>[M] {
    return searchAll(this.#session.calls, alertsResource, alertsShape, params, options);
  }

  /** Fetches alerts by their ids: one, a list, or what a search found. */
  show(
    alerts: IdsOr<AlertsFeature>,
    options: BatchOptions = {},
  ): In<ShowResult<AlertsFeature, AlertsFeatureCollection>>[M] {
    return showAll(this.#session.calls, alertsResource, alerts, options);
  }
}
