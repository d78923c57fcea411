/** Sessions with the Keystone REST API: `AsyncKeystoneClient` by promises, `KeystoneClient` blocking. */

// What its methods take, return and throw, so that one import is enough.
export {
  type ApiResponse,
  AuthenticationError,
  type BatchItem,
  DecodeError,
  type ErrorResponse,
  endpoint,
  LatchkeyError,
  type OkResponse,
  type RequestOptions,
  StatusError,
  TransportError,
  UsageError,
} from "@latchkey/session";
export { AsyncKeystoneClient } from "./asyncKeystoneClient.ts";
export type { KeystoneBase } from "./keystoneBase.ts";
export { KeystoneClient } from "./keystoneClient.ts";
export type { KeystoneCredentials, KeystoneOptions } from "./keystoneOptions.ts";
export type { User } from "./user.ts";
