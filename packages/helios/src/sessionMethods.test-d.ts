import type { Alerts } from "./apis/alerts.ts";
import type { Asset } from "./apis/asset.ts";
import type { Cameras } from "./apis/cameras.ts";
import type { AsyncHeliosSession } from "./asyncHeliosSession.ts";
import type { AlertsFeature } from "./features/alertsFeature.ts";
import type { CamerasFeature } from "./features/camerasFeature.ts";
import { concatenateFeatureCollections } from "./features/concatenateFeatureCollections.ts";
import type {
  AlertsFeatureCollection,
  CamerasFeatureCollection,
  CollectionsFeatureCollection,
  ObservationsFeatureCollection,
} from "./features/featureCollections.ts";
import type { HeliosOptions } from "./heliosOptions.ts";
import { HeliosSession } from "./heliosSession.ts";
import type { ImageOptions } from "./images/imageOptions.ts";
import { contactSheet } from "./pictures/contactSheet.ts";

// Compiled, never run: what the compiler must make of options, filters and collections.

declare const session: HeliosSession;
declare const asyncSession: AsyncHeliosSession;
declare const word: string | undefined;
declare const count: number | undefined;
declare const flag: boolean | undefined;
declare function same<A, B>(...proof: Same<A, B> extends true ? [] : [difference: never]): void;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

export function whatIsNotThere(): void {
  const connection = { timeout: count, deadline: count, retry: undefined, limits: undefined, verifySsl: flag };
  const wire = { tls: undefined, proxy: word, headers: undefined, layers: undefined, transport: undefined };
  const account: HeliosOptions = { clientId: word, clientSecret: word, apiUrl: word, token: word, store: undefined };
  const options: HeliosOptions = { ...account, cid: word, ...connection, ...wire, maxConcurrency: count };
  new HeliosSession(options).close();
  const place = {
    bbox: word,
    polygon: word,
    lat: count,
    lon: count,
    radius: count,
    polyline: word,
    polyline_precision: count,
    polyline_radius: word,
    state: word,
    country: word,
  };
  const page = { q: word, aggs: word, limit: count, skip: count, extra: undefined };
  const search = { pageSize: count, timeout: count, maxConcurrency: count, onProgress: undefined, signal: undefined };
  session.alerts.index({ ...place, ...page, event: word }, search);
  session.cameras.index({ ...place, ...page, city: word }, search);
  session.observations.index({ ...place, ...page, city: word, time_min: word, time_max: word, sensors: word }, search);
  const times = { created_at_min: word, created_at_max: word, updated_at_min: word, updated_at_max: word };
  session.collections.index({ ...times, ...page, sort: undefined, sort_dir: undefined }, search);
  session.observations.index({ sensors: { visibility: undefined, precip: { min: count, max: count } } });
  session.observations.index({ sensors: { visibility: { data: undefined, prev: { min: count } } } });
  session.cameras.images("c", "2018", { endTime: word, limit: count });
  session.collections.show("c", { limit: count, marker: word });
  session.collections.images("c", { camera: word, oldFlag: flag });
  session.collections.update("c", { name: word, description: word, tags: undefined });
  session.collections.create("n", "d", undefined, undefined);
  const asset: Asset = { camera_id: "c", time: word };
  session.collections.addImage("c", asset);
  const images: ImageOptions = { outDir: "images", existing: undefined, decode: flag };
  session.cameras.showImage("c", "2018", images);
  session.cameras.showImage("c", "2018", { outDir: undefined, decode: flag });
  session.observations.preview("o", { outDir: word, existing: undefined });
  void contactSheet([], { out: "sheet.jpg", columns: count, width: count, gap: count, labels: flag });
}

export function filters(): void {
  session.observations.index({ sensors: { visibility: { data: { min: 1 }, prev: 0 }, precip: { max: 1 }, other: 2 } });
  // @ts-expect-error -- A range, or what is now and what was before.
  session.observations.index({ sensors: { visibility: { data: { min: 1 }, max: 3 } } });
  // @ts-expect-error -- The same, of a sensor that is not documented.
  session.observations.index({ sensors: { other: { prev: 1, min: 3 } } });
  // @ts-expect-error -- There is no such bound.
  session.observations.index({ sensors: { visibility: { mim: 1 } } });
}

export function collections(
  alerts: AlertsFeatureCollection,
  cameras: CamerasFeatureCollection,
  found: CollectionsFeatureCollection,
  observations: ObservationsFeatureCollection,
): void {
  const many = concatenateFeatureCollections(cameras, cameras);
  same<typeof many, CamerasFeatureCollection>();
  const listed = concatenateFeatureCollections([alerts, alerts]);
  same<typeof listed, AlertsFeatureCollection>();
  same<ReturnType<(typeof listed)["at"]>, AlertsFeature | undefined>();
  same<ReturnType<(typeof many)["at"]>, CamerasFeature | undefined>();
  const seen = concatenateFeatureCollections(observations);
  same<typeof seen, ObservationsFeatureCollection>();
  const own = concatenateFeatureCollections([found]);
  same<typeof own, CollectionsFeatureCollection>();
  // @ts-expect-error -- Of different kinds, one by one.
  concatenateFeatureCollections(cameras, alerts);
  // @ts-expect-error -- Of different kinds, as a list.
  concatenateFeatureCollections([observations, cameras]);
}

export function apisByName(): void {
  const alerts = session.client("Alerts");
  same<typeof alerts, Alerts<"blocking">>();
  const cameras = asyncSession.client("CAMERAS");
  same<typeof cameras, Cameras<"async">>();
  const name = word === undefined ? "cameras" : "alerts";
  const either = session.client(name);
  same<typeof either, Alerts<"blocking"> | Cameras<"blocking">>();
  // @ts-expect-error -- There is no such API.
  session.client("alert");
}

export function decoded(): readonly number[] {
  const [loaded] = session.cameras.showImage("c", ["2018"], { decode: true }).images;
  const [saved] = session.collections.showImage("c", "a.jpg", { outDir: "images", decode: true }).images;
  const [preview] = session.observations.preview("o", { decode: true }).images;
  const [plain] = session.cameras.showImage("c", "2018").images;
  // @ts-expect-error -- Nobody asked for its pixels.
  const none: number | undefined = plain?.pixels.width;
  return [loaded, saved, preview].map((image) => image?.pixels.width ?? none ?? 0);
}
