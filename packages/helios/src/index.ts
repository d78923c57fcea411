/** Sessions with the Helios weather-camera API: `AsyncHeliosSession` by promises, `HeliosSession` blocking. */

// What its methods take, return and throw, so that one import is enough.
export {
  type AllOptions,
  type ApiResponse,
  AuthenticationError,
  type BatchItem,
  type BatchRequest,
  DecodeError,
  type Download,
  type DownloadOptions,
  type ErrorResponse,
  endpoint,
  LatchkeyError,
  memoryStore,
  type OkResponse,
  type Progress,
  type RequestOptions,
  type SignInOptions,
  StatusError,
  type Store,
  type TokenInfo,
  TransportError,
  UsageError,
} from "@latchkey/session";

export { Alerts } from "./apis/alerts.ts";
export type { Asset } from "./apis/asset.ts";
export { type CameraImagesOptions, Cameras } from "./apis/cameras.ts";
export type { ImageChange, ImageChanges } from "./apis/changeImages.ts";
export type { CollectionFields } from "./apis/collectionFields.ts";
export type { Collection } from "./apis/collectionPath.ts";
export { type CollectionShowOptions, Collections } from "./apis/collections.ts";
export type { CopyResult } from "./apis/copyCollection.ts";
export type { EmptyReply } from "./apis/emptyCollection.ts";
export type { HeliosCaller, HeliosCalls, HeliosRequest } from "./apis/heliosCalls.ts";
export type { IdOr, IdsOr } from "./apis/idOf.ts";
export type { CollectionImagesOptions } from "./apis/listCollectionImages.ts";
export { Observations } from "./apis/observations.ts";
export type { ShowResult } from "./apis/showAll.ts";
export { AsyncHeliosSession } from "./asyncHeliosSession.ts";
export type { BatchOptions, BatchProgress, CallOptions } from "./batches/batchOptions.ts";
export type { Failure } from "./batches/failure.ts";
export type { ItemResults } from "./batches/itemBatch.ts";
export type { CredentialSource } from "./credentials/credentials.ts";
export type { ConsideredSource, CredentialsExplanation } from "./credentials/explanation.ts";
export { sensorsToCsv } from "./csv/sensorsToCsv.ts";
export { AlertsFeature, type TrackingLine } from "./features/alertsFeature.ts";
export { CamerasFeature } from "./features/camerasFeature.ts";
export { CollectionsFeature } from "./features/collectionsFeature.ts";
export { concatenateFeatureCollections } from "./features/concatenateFeatureCollections.ts";
export { Feature, type FeatureJson, type GeoJsonFeature } from "./features/feature.ts";
export { FeatureCollection, type GeoJsonFeatureCollection } from "./features/featureCollection.ts";
export {
  AlertsFeatureCollection,
  CamerasFeatureCollection,
  CollectionsFeatureCollection,
  ObservationsFeatureCollection,
} from "./features/featureCollections.ts";
export type { BBox, GeoJsonPosition, Geometry } from "./features/geometry.ts";
export { groupBySensor, type SensorObservation } from "./features/groupBySensor.ts";
export { ObservationsFeature, type SensorReading } from "./features/observationsFeature.ts";
export type { HeliosBase } from "./heliosBase.ts";
export type { HeliosOptions } from "./heliosOptions.ts";
export { HeliosSession, HeliosSession as Session } from "./heliosSession.ts";
export type { Decoded, ImageResult, LoadedImage, Pixels, SavedImage } from "./images/image.ts";
export type { Decoding, Existing, ImageOptions, LoadImageOptions, SaveImageOptions } from "./images/imageOptions.ts";
export { mergeJson } from "./json/mergeJson.ts";
export { parseCamera } from "./names/parseCamera.ts";
export { parseImageName } from "./names/parseImageName.ts";
export { parseTime } from "./names/parseTime.ts";
export type { SearchOptions } from "./pages/searchOptions.ts";
export type { Aggregations } from "./pages/searchPage.ts";
export type { PageInput, SearchResult } from "./pages/searchResult.ts";
export type { AlertsParams } from "./parameters/alertsParams.ts";
export type { CamerasParams } from "./parameters/camerasParams.ts";
export type { CollectionsParams } from "./parameters/collectionsParams.ts";
export { parseInstant } from "./parameters/instant.ts";
export type { ObservationsParams } from "./parameters/observationsParams.ts";
export type { OneOrMore, Time } from "./parameters/paramChecks.ts";
export type { PlaceParams, Position } from "./parameters/placeParams.ts";
export type { PageParams } from "./parameters/search.ts";
export { type SensorName, sensorCodes } from "./parameters/sensorCodes.ts";
export type { SensorFilter, SensorFilters, SensorRange } from "./parameters/sensorParams.ts";
export type { ApiName, ApiNamed, HeliosApis } from "./session/heliosApis.ts";
