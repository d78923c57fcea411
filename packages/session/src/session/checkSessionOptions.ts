import type { AuthStrategy } from "../contracts/authStrategy.ts";
import type { Transport } from "../driver/transport.ts";
import { UsageError } from "../errors/usageError.ts";
import type { Layer } from "../layers/layer.ts";
import type { RetryPolicy } from "../layers/retryPolicy.ts";
import type { HeaderRecord } from "../message/request.ts";
import { type BaseUrl, parseBaseUrl } from "../request/baseUrl.ts";
import { checkHeaders } from "../request/checkHeaders.ts";
import type { Checked } from "../request/checkOptions.ts";
import { isBytes } from "../request/isBytes.ts";
import { boolean, defaulting, matching, nested, number, type OptionCheck, text } from "../request/optionChecks.ts";
import { proxyUser } from "../request/proxyUser.ts";
import { storeOption } from "../stores/storeOption.ts";
import type { ConnectionSettings, ConnectionTls } from "../transports/connectionSettings.ts";
import { newCid } from "./newCid.ts";

/** 24 days: what timers of JavaScript hold, so that every transport can keep to it. */
const MOST_MS = 2 ** 31 - 1;
const MEBIBYTE = 1024 * 1024;

/** RFC 9562, in the form that every server reads. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const milliseconds = number({ min: 1, max: MOST_MS });

/** The deadline and the time-out of a session or of one call. */
export const timingShape = { timeout: milliseconds, deadline: milliseconds } as const;

const retryShape = {
  attempts: defaulting(number({ min: 1, max: 100, integer: true }), 3),
  firstDelay: defaulting(number({ min: 0, max: MOST_MS }), 200),
  maxDelay: defaulting(number({ min: 0, max: MOST_MS }), 5_000),
  maxRetryAfter: defaulting(number({ min: 0, max: MOST_MS }), 60_000),
} as const;

const limitsShape = {
  maxConnections: defaulting(number({ min: 1, max: 65_535, integer: true }), 100),
  maxKeepAlive: defaulting(number({ min: 0, max: 65_535, integer: true }), 20),
  maxBytes: defaulting(number({ min: 1, max: Number.MAX_SAFE_INTEGER, integer: true }), 64 * MEBIBYTE),
  maxHeaderBytes: defaulting(number({ min: 1_024, max: MEBIBYTE, integer: true }), 64 * 1024),
} as const;

const PEM_BEGINS = "-----BEGIN ";

const pem = matching("PEM text or bytes, which hold -----BEGIN (the content of a file, not its path)", isPem, {
  secret: true,
});

/** Named, because what a compiler infers of bytes is spelled in a way that those before 5.7 cannot read. */
const tlsCheck: OptionCheck<ConnectionTls | undefined> = nested({ ca: pem, cert: pem, key: pem });

function isPem(value: unknown): value is string | Uint8Array {
  if (!isBytes(value)) return typeof value === "string" && value.includes(PEM_BEGINS);
  return new TextDecoder("latin1").decode(value).includes(PEM_BEGINS);
}

function hasMethods(value: unknown, ...names: readonly string[]): boolean {
  return (
    typeof value === "object" && value !== null && names.every((name) => typeof Reflect.get(value, name) === "function")
  );
}

function isLayers(value: unknown): value is readonly Layer[] {
  return Array.isArray(value) && value.every((layer) => hasMethods(layer, "handle"));
}

/** The options that every kind of session takes; a kind adds its own and hands all to `checkOptions`. */
export const sessionShape = {
  ...timingShape,
  url: (value: unknown) => value,
  cid: matching("a UUID", (value): value is string => typeof value === "string" && UUID.test(value)),
  retry: matching(
    "false or an object",
    (value): value is false | object => value === false || typeof value === "object",
  ),
  maxConcurrency: defaulting(number({ min: 1, max: 65_535, integer: true }), 100),
  limits: nested(limitsShape),
  followRedirects: defaulting(boolean(), false),
  maxRedirects: defaulting(number({ min: 0, max: 100, integer: true }), 10),
  verifySsl: defaulting(boolean(), true),
  tls: tlsCheck,
  proxy: text({ secret: true }),
  allowInsecureHttp: defaulting(boolean(), false),
  headers: checkHeaders,
  layers: defaulting(matching("a list of layers, each with a handle method", isLayers), []),
  transport: matching("a transport", (value): value is Transport =>
    hasMethods(value, "send", "sleep", "work", "close"),
  ),
} as const satisfies Record<string, OptionCheck<unknown>>;

/** The option of sessions that let their user choose how to sign in. */
export const authShape = {
  auth: matching("an auth strategy", (value): value is AuthStrategy => hasMethods(value, "credential", "refused"), {
    secret: true,
  }),
  store: storeOption(),
} as const;

/** A session's options with every default filled in. */
export interface CheckedSessionOptions {
  readonly base: BaseUrl;
  readonly cid: string;
  readonly timeout: number;
  readonly deadline: number;
  readonly retry: RetryPolicy;
  readonly maxConcurrency: number;
  readonly maxBytes: number;
  readonly followRedirects: boolean;
  readonly maxRedirects: number;
  readonly headers: HeaderRecord;
  readonly layers: readonly Layer[];
  readonly transport: Transport | undefined;
  readonly connection: ConnectionSettings;
}

/**
 * What checked options come to.
 *
 * @throws UsageError (`option`) for a base URL or a proxy that is none, and for options that contradict each other.
 *
 * @example
 * ```ts
 * const checked = checkOptions(options, { ...sessionShape, card: required(text()) });
 * const settled = settleSessionOptions(checked); // what HttpSession does for its own options
 * ```
 */
export function settleSessionOptions(checked: Checked<typeof sessionShape>): CheckedSessionOptions {
  const { timeout = 15_000, deadline = Infinity, allowInsecureHttp, retry, tls, proxy, verifySsl } = checked;
  const limits = checked.limits ?? nested(limitsShape)({}, "limits");
  if (limits === undefined) throw new UsageError("option", "limits must be an object.");
  if (tls !== undefined && (tls.cert === undefined) !== (tls.key === undefined)) {
    throw new UsageError("option", "tls.cert and tls.key must be given together.");
  }
  return {
    base: parseBaseUrl(checked.url, { allowInsecureHttp }),
    cid: checked.cid ?? newCid(),
    timeout,
    deadline,
    retry: retryPolicy(retry),
    // A request that has left the queue finds a connection: its time does not run while it waits for one.
    maxConcurrency: Math.min(checked.maxConcurrency, limits.maxConnections),
    maxBytes: limits.maxBytes,
    followRedirects: checked.followRedirects,
    maxRedirects: checked.maxRedirects,
    headers: checked.headers,
    layers: checked.layers,
    transport: checked.transport,
    connection: {
      maxConnections: limits.maxConnections,
      maxKeepAlive: limits.maxKeepAlive,
      maxHeaderBytes: limits.maxHeaderBytes,
      verifySsl,
      tls,
      proxy: proxy === undefined ? undefined : checkProxy(proxy),
      // A third of the time, so that a server that does not answer can still be tried again.
      connectTimeout: Math.max(1, Math.floor(timeout / 3)),
    },
  };
}

function retryPolicy(retry: false | object | undefined): RetryPolicy {
  const settled = nested(retryShape)(retry === false ? { attempts: 1 } : (retry ?? {}), "retry");
  if (settled === undefined) throw new UsageError("option", "retry must be false or an object.");
  return settled;
}

function checkProxy(proxy: string): string {
  if (/^https?:\/\/[^/?#]+\/?$/i.test(proxy) && URL.canParse(proxy)) {
    proxyUser(new URL(proxy));
    return proxy;
  }
  throw new UsageError("option", "proxy must be the address of an http proxy.", {
    hint: 'For example proxy: "http://user:password@proxy.example:3128".',
  });
}
