import { isThenable } from "../driver/isThenable.ts";
import { UsageError } from "../errors/usageError.ts";
import { unawaited } from "../flow/unawaited.ts";
import type { Body } from "../message/body.ts";
import type { SharedByBatch } from "../message/call.ts";
import { type HeaderRecord, isIdempotent, type Request, type SaveTarget } from "../message/request.ts";
import { checkHeaders } from "../request/checkHeaders.ts";
import { checkOptions } from "../request/checkOptions.ts";
import { type EncodedBody, encodeBody } from "../request/encodeBody.ts";
import { boolean, callable, type OptionCheck } from "../request/optionChecks.ts";
import { timingShape } from "./checkSessionOptions.ts";
import type { RequestOptions } from "./requestOptions.ts";
import type { SessionCore } from "./sessionCore.ts";

/** What a session's own methods may add to a caller's options. */
export interface ExchangeOptions {
  readonly request?: RequestOptions | undefined;
  /** Stream a successful body to this file. */
  readonly save?: SaveTarget | undefined;
  /** What the server asks to wait does not count against the time-out. */
  readonly patient?: boolean | undefined;
  readonly batch?: SharedByBatch | undefined;
}

/** An option that is checked by whoever reads it. */
function checkedLater<K extends keyof RequestOptions>(_name: K): OptionCheck<RequestOptions[K]> {
  // Whatever it is, encodeBody, encodeParams or checkHeaders looks at it before it is used.
  return (value) => value as RequestOptions[K];
}

const requestShape = {
  ...timingShape,
  idempotent: boolean(),
  params: checkedLater("params"),
  headers: checkedLater("headers"),
  json: checkedLater("json"),
  form: checkedLater("form"),
  files: checkedLater("files"),
  body: checkedLater("body"),
  signal: checkedLater("signal"),
  onUploadProgress: callable<Listener>(),
} as const;

/** Most calls have none: they need not be checked each time. */
const noOptions = checkOptions(undefined, requestShape);

const NO_BODY: EncodedBody = { body: undefined, contentType: undefined };

/** RFC 9110 §9.1: methods are tokens, and case matters. CONNECT asks a proxy for a tunnel: nothing would come back. */
const METHOD = /^(?!CONNECT$)[A-Z][A-Z-]*$/;

/** What the caller wrote, checked and encoded, as the request that goes through the layers. Its call begins now. */
export function newRequest(
  core: SessionCore,
  method: string,
  endpoint: string,
  { request, save, patient, batch }: ExchangeOptions = {},
): Request {
  const options = request === undefined ? noOptions : checkOptions(request, requestShape);
  const { timeout, deadline, idempotent, onUploadProgress } = options;
  if (typeof method !== "string" || !METHOD.test(method)) {
    const allowed = "an HTTP method in capitals other than CONNECT";
    throw new UsageError("option", `The method must be ${allowed}, not ${JSON.stringify(method)}.`);
  }
  const { path, endpoint: logged } = core.endpoints.find(endpoint, options.params);
  const { body, contentType } = request === undefined ? NO_BODY : encodeBody(options);
  const streams = save !== undefined || hasStreams(body);
  return {
    method,
    endpoint: logged,
    origin: core.base.origin,
    path,
    headers: core.headers(ownHeaders(core, options.headers, contentType)),
    body,
    save,
    uploaded: onUploadProgress === undefined ? undefined : telling(onUploadProgress),
    idempotent: idempotent ?? isIdempotent(method),
    call: core.call({ timeout, deadline, streams, patient, batch }),
  };
}

/** The headers of this call alone; `undefined` when it has none. */
function ownHeaders(core: SessionCore, given: unknown, contentType: string | undefined): HeaderRecord | undefined {
  if (given === undefined) return contentType === undefined ? undefined : { "content-type": contentType };
  const headers = checkHeaders(given, "headers");
  core.assertFree(headers);
  if (contentType !== undefined) headers["content-type"] = multipartOwn(headers["content-type"], contentType);
  return headers;
}

/** A caller may name the type of a body, but only the encoder knows a multipart body's boundary. */
function multipartOwn(given: string | undefined, encoded: string): string {
  return encoded.startsWith("multipart/") ? encoded : (given ?? encoded);
}

type Listener = NonNullable<RequestOptions["onUploadProgress"]>;

function telling(listener: Listener): Listener {
  return (progress) => {
    const answer: unknown = listener(progress);
    if (isThenable(answer))
      throw unawaited(
        answer,
        "onUploadProgress returned",
        "Return nothing; begin what takes longer without returning it.",
      );
  };
}

/** Whether sending the body takes as long as disks and networks do. */
function hasStreams(body: Body | undefined): boolean {
  return body !== undefined && body.kind !== "bytes";
}
