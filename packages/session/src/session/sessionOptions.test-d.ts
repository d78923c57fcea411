import type { ClientCredentialsOptions } from "../auth/clientCredentialsOptions.ts";
import type { CookieLoginOptions } from "../auth/cookieLoginOptions.ts";
import type { TelemetryOptions } from "../opentelemetry/telemetry.ts";
import type { FileStoreOptions } from "../stores/fileStore.ts";
import type { ConnectionTls } from "../transports/connectionSettings.ts";
import type { FetchTransportOptions } from "../transports/fetchTransport.ts";
import type { RecordingOptions } from "../transports/recording/recordingTransport.ts";
import type { CannedReply, ScriptedOptions } from "../transports/scripted.ts";
import type { ElsewhereOptions } from "./elsewhere.ts";
import type { ExchangeOptions } from "./newRequest.ts";
import type { AllOptions, BatchRequest, DownloadOptions } from "./requestOptions.ts";
import type { Limits, SessionOptions } from "./sessionOptions.ts";

// Compiled, never run: under `exactOptionalPropertyTypes` an option that is not there may be given as `undefined`.

/** Options that may be left out and may not be `undefined`. */
type Strict<T> = T extends object
  ? { [K in keyof T]-?: object extends Pick<T, K> ? (undefined extends Required<T>[K] ? never : K) : never }[keyof T]
  : never;

declare function none<T>(...proof: [Strict<T>] extends [never] ? [] : [strict: Strict<T>]): void;
type Given<T> = Exclude<T, false | undefined>;

export function options(): void {
  none<SessionOptions>();
  none<Limits>();
  none<Given<SessionOptions["retry"]>>();
  none<ConnectionTls>();
  none<DownloadOptions>();
  none<Exclude<BatchRequest, string>>();
  none<AllOptions>();
  none<ElsewhereOptions>();
  none<ExchangeOptions>();
  none<ClientCredentialsOptions>();
  none<CookieLoginOptions>();
  none<FileStoreOptions>();
  none<FetchTransportOptions>();
  none<TelemetryOptions>();
  none<RecordingOptions>();
  none<ScriptedOptions>();
  none<CannedReply>();
  // @ts-expect-error -- Found where there is one.
  none<{ readonly one: string; readonly other?: string }>();
}
