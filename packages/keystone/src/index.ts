/** Sessions with the Keystone REST API: `AsyncKeystoneClient` by promises, `KeystoneClient` blocking. */

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
  type FileInput,
  fileStore,
  LatchkeyError,
  memoryStore,
  type OkResponse,
  type Progress,
  type RequestOptions,
  type SignInOptions,
  StatusError,
  type Store,
  TransportError,
  UsageError,
} from "@latchkey/session";
export { AsyncKeystoneClient } from "./asyncKeystoneClient.ts";
export type { AttachOptions } from "./attachments/attach.ts";
// Jobs.
export type { Action } from "./batch/action.ts";
export { BatchError, type FailedAction } from "./batch/batchError.ts";
export type { BatchOptions } from "./batch/batchOptions.ts";
export type { BatchResult, BatchStep, Returned } from "./batch/batchResult.ts";
export type { Job as BatchJob } from "./batch/job.ts";
export type { Ref } from "./batch/ref.ts";
// The records of the API, what makes and filters them, and what each endpoint takes and gives.
export type * from "./endpoints/allocationFilters.ts";
export type * from "./endpoints/allocations.ts";
export type { Endpoints } from "./endpoints/endpoints.ts";
export type { HistoryEntry } from "./endpoints/history.ts";
export type * from "./endpoints/logs.ts";
export type {
  Answer,
  Arguments,
  CallOptions,
  EndpointArgument,
  ListParamsOf,
  Method,
  Row,
} from "./endpoints/lookup.ts";
export type * from "./endpoints/misc.ts";
export type * from "./endpoints/notifications.ts";
export type { ListParams, Page } from "./endpoints/page.ts";
export type * from "./endpoints/research.ts";
export type * from "./endpoints/stats.ts";
export type * from "./endpoints/users.ts";
export type { KeystoneBase } from "./keystoneBase.ts";
export { KeystoneClient } from "./keystoneClient.ts";
export type { KeystoneCredentials, KeystoneOptions } from "./keystoneOptions.ts";
export type { PageSlice, Paginated } from "./pages/paginated.ts";
export type { PaginateOptions } from "./pages/paginateOptions.ts";
export type {
  Creating,
  Deleting,
  Listing,
  RecordId,
  Replacing,
  Resource,
  ResourceName,
  Retrieving,
  Updating,
} from "./resources/resource.ts";
