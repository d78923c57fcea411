/** Sessions with the Helios weather-camera API: `AsyncHeliosSession` by promises, `HeliosSession` blocking. */

// What its methods take, return and throw, so that one import is enough.
export {
  type ApiResponse,
  AuthenticationError,
  DecodeError,
  type ErrorResponse,
  endpoint,
  LatchkeyError,
  memoryStore,
  type OkResponse,
  type RequestOptions,
  type SignInOptions,
  StatusError,
  type Store,
  type TokenInfo,
  TransportError,
  UsageError,
} from "@latchkey/session";
export type { HeliosCaller, HeliosCalls, HeliosRequest } from "./apis/heliosCalls.ts";
export { AsyncHeliosSession } from "./asyncHeliosSession.ts";
export type { CredentialSource } from "./credentials/credentials.ts";
export type { ConsideredSource, CredentialsExplanation } from "./credentials/explanation.ts";
export type { HeliosBase } from "./heliosBase.ts";
export type { HeliosOptions } from "./heliosOptions.ts";
export { HeliosSession, HeliosSession as Session } from "./heliosSession.ts";
