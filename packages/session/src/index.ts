/** Authenticated API sessions: `AsyncSession` by promises, `Session` blocking, and what to build sessions of your own from. */

// What a runtime has in its own way; see the `imports` of package.json.
export { fileStore, makeDirectory, makePrivateDirectory, readPrivateFile, removeAbandoned, replaceFile } from "#files";
export { asyncTwin, blockingTwin } from "#twins";
export { type ClientCredentials, clientCredentials } from "./auth/clientCredentials.ts";
export type { ClientCredentialsOptions } from "./auth/clientCredentialsOptions.ts";
export { CookieLogin, cookieLogin } from "./auth/cookieLogin.ts";
export type { CookieLoginOptions } from "./auth/cookieLoginOptions.ts";
export { anonymous, apiKey, basic, bearer } from "./auth/fixedCredential.ts";
export { SharedRefresh } from "./auth/sharedRefresh.ts";
export type { TokenInfo } from "./auth/tokenHeld.ts";
export type { TokenHints } from "./auth/tokenHints.ts";
export type { VerifyToken } from "./auth/tokenKeeper.ts";
export { tokenLifetime } from "./auth/tokenLifetime.ts";
export type { ClientAuthentication } from "./auth/tokenRequest.ts";
// Ways to sign in, and to write one's own.
export type {
  AuthContext,
  AuthStrategy,
  CookieCredential,
  Credential,
  CredentialRequest,
} from "./contracts/authStrategy.ts";
export {
  assertBlockingStore,
  type BlockingStore,
  type Lease,
  type LeaseAttempt,
  type SetOptions,
  type Store,
  type StoreWarning,
} from "./contracts/store.ts";
export { CookieJar } from "./cookies/cookieJar.ts";
export type { Jar } from "./cookies/jar.ts";
export type { Clock, Transport } from "./driver/transport.ts";
// Errors.
export { asError } from "./errors/asError.ts";
export { AuthenticationError, type AuthenticationReason } from "./errors/authenticationError.ts";
export { DecodeError } from "./errors/decodeError.ts";
export {
  type ErrorCode,
  type ErrorDetails,
  type ErrorPlace,
  LatchkeyError,
  type TransportCode,
  type UsageCode,
} from "./errors/latchkeyError.ts";
export { StatusError, type StatusErrorDetails } from "./errors/statusError.ts";
export { systemErrorCode } from "./errors/systemErrorCode.ts";
export { TransportError } from "./errors/transportError.ts";
export { UsageError } from "./errors/usageError.ts";
export { failing } from "./flow/failing.ts";
export { all, call, type Flow, fork, join, send, sleep, wait, work } from "./flow/flow.ts";
export { Fork } from "./flow/fork.ts";
export type { Each, In, Mode } from "./flow/mode.ts";
export { ready } from "./flow/ready.ts";
export { Signal } from "./flow/signal.ts";
export type { Source } from "./flow/source.ts";
export type { Outcome, Step } from "./flow/step.ts";
export { stopOnAbort } from "./flow/stopOnAbort.ts";
export { stopOnProgress } from "./flow/stopOnProgress.ts";
// Layers, flows and transports: for those who extend a session.
export type { Layer, Next } from "./layers/layer.ts";
export type { Observer } from "./layers/observe.ts";
export type { RetryPolicy } from "./layers/retryPolicy.ts";
export type { ApiResponse, ErrorResponse, OkResponse, ResponseBase } from "./message/apiResponse.ts";
export type { Body } from "./message/body.ts";
export type { Bytes } from "./message/bytes.ts";
export type { Call, CallSettings } from "./message/call.ts";
export type { CredentialSource, ResendReason } from "./message/callTrace.ts";
export type {
  AttemptExplanation,
  ConnectionUse,
  CredentialExplanation,
  Explanation,
  Waits,
} from "./message/explanation.ts";
export { HeaderFields, type PackedFields } from "./message/headerFields.ts";
export { apiResponse, savedFile, undecodable } from "./message/httpResponse.ts";
export { problemText } from "./message/problemText.ts";
export type { Reply, SavedFile } from "./message/reply.ts";
export {
  type HeaderRecord,
  type Request,
  type SaveTarget,
  type UploadProgress,
  withHeaders,
} from "./message/request.ts";
export { type BaseUrl, parseBaseUrl } from "./request/baseUrl.ts";
export { checkHeaders } from "./request/checkHeaders.ts";
export { type Checked, checkOptions, type Shape } from "./request/checkOptions.ts";
export { describeValue } from "./request/describeValue.ts";
export { encodeJson } from "./request/encodeJson.ts";
export { assertParams, listParams, type Params, type ParamValue } from "./request/encodeParams.ts";
// Requests and responses.
export { endpoint } from "./request/endpoint.ts";
export { type FileInput, type FilePart, type Files, listFiles } from "./request/fileInput.ts";
export { isLoopback } from "./request/isLoopback.ts";
export {
  abortSignal,
  boolean,
  callable,
  defaulting,
  matching,
  nested,
  number,
  type OptionCheck,
  oneOf,
  required,
  text,
} from "./request/optionChecks.ts";
export { redactUrl } from "./request/redactUrl.ts";
export { parseRetryAfter } from "./request/retryAfter.ts";
// Sessions.
export { AsyncSession } from "./session/asyncSession.ts";
// What a kind of session is made of.
export type { BatchItem } from "./session/batchItem.ts";
export { type CheckedSessionOptions, sessionShape, settleSessionOptions } from "./session/checkSessionOptions.ts";
export { closingAsync, closingBlocking } from "./session/closing.ts";
export type { Download } from "./session/download.ts";
export type { ElsewhereOptions } from "./session/elsewhere.ts";
export { HttpSession } from "./session/httpSession.ts";
export { HttpVerbs } from "./session/httpVerbs.ts";
export { logObserver } from "./session/logObserver.ts";
export type { ExchangeOptions } from "./session/newRequest.ts";
export type {
  AllOptions,
  BatchRequest,
  DownloadOptions,
  Progress,
  RequestOptions,
  SignInOptions,
} from "./session/requestOptions.ts";
export { Session } from "./session/session.ts";
export { SessionBase } from "./session/sessionBase.ts";
export type { SessionKind } from "./session/sessionKind.ts";
export type { Limits, SessionOptions } from "./session/sessionOptions.ts";
export type { Twin } from "./session/twin.ts";
// Stores.
export type { FileStoreOptions } from "./stores/fileStore.ts";
export { jsonText } from "./stores/jsonText.ts";
export { logWarning } from "./stores/logWarning.ts";
export { memoryStore } from "./stores/memoryStore.ts";
export { storeOption } from "./stores/storeOption.ts";
// What is published for those who observe.
export type { DiagnosticsEvents } from "./telemetry/channelNames.ts";
export type { AttemptEvent, CredentialEvent, EnterEvent, RequestEvent } from "./telemetry/events.ts";
export type { ConnectionSettings, ConnectionTls as TlsOptions } from "./transports/connectionSettings.ts";
export { type FetchTransportOptions, fetchTransport } from "./transports/fetchTransport.ts";
