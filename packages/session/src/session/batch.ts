import { asError } from "../errors/asError.ts";
import { UsageError } from "../errors/usageError.ts";
import { failing } from "../flow/failing.ts";
import { all, type Flow } from "../flow/flow.ts";
import { Signal } from "../flow/signal.ts";
import type { Outcome } from "../flow/step.ts";
import { stopOnAbort } from "../flow/stopOnAbort.ts";
import { stopOnProgress } from "../flow/stopOnProgress.ts";
import type { ApiResponse } from "../message/apiResponse.ts";
import type { SharedByBatch } from "../message/call.ts";
import { checkOptions } from "../request/checkOptions.ts";
import { describeValue } from "../request/describeValue.ts";
import { abortSignal, callable, number } from "../request/optionChecks.ts";
import { sourcesOf, stopSources } from "../request/stopSources.ts";
import type { BatchItem } from "./batchItem.ts";
import type { ExchangeOptions } from "./newRequest.ts";
import { notStarted, refusalOf } from "./notStarted.ts";
import type { AllOptions, BatchRequest, Progress } from "./requestOptions.ts";

const allShape = {
  maxConcurrency: number({ min: 1, max: 65_535, integer: true }),
  onProgress: callable<(progress: Progress) => boolean | void>(),
  signal: abortSignal(),
} as const;

/** How a batch sends one of its requests. */
export type SendOne = (method: string, endpoint: string, options: ExchangeOptions) => Flow<ApiResponse<unknown>>;

/** What a batch works with. */
export interface BatchWork {
  readonly sendOne: SendOne;
  /** In ms: a server that asks to wait for longer is asked for nothing more. */
  readonly longestWait: number;
}

/** The requests of a batch, or what is wrong with them: for the flow to throw, as all that is wrong with a call is. */
export type Requests = readonly BatchRequest[] | UsageError;

/** Looks at what the caller passed. A string is iterable too: each of its letters would be asked for. */
export function requestsOf(given: Iterable<BatchRequest>): Requests {
  // What JavaScript may pass.
  const list: unknown = given;
  if (typeof list === "object" && list !== null && Symbol.iterator in list) return [...given];
  const kind = typeof list === "string" ? "a string" : describeValue(list);
  return new UsageError("option", `requests must be a list, not ${kind}.`, {
    hint: 'For example all(["things/1", { method: "POST", endpoint: "things", json: {} }]).',
  });
}

/** Sends many requests at once; results keep the order of the requests, and a failure is a result. */
export function* batch(
  requests: Requests,
  { sendOne, longestWait }: BatchWork,
  options: AllOptions,
): Flow<BatchItem[]> {
  if (requests instanceof UsageError) throw requests;
  const { maxConcurrency, onProgress, signal } = checkOptions(options, allShape);
  const stop = new Signal();
  const forget = stopOnAbort(signal, stop);
  let done = 0;
  let failed = 0;
  const shared: SharedByBatch = { ended: undefined };
  const settled = (_index: number, outcome: Outcome<ApiResponse<unknown>>): void => {
    done += 1;
    if ("error" in outcome) failed += 1;
    else shared.ended ??= notStarted(refusalOf(outcome.value), longestWait);
    stopOnProgress(onProgress, { done, failed, total: requests.length }, stop);
  };
  const make = (index: number): Flow<ApiResponse<unknown>> => one(requests[index], sendOne, shared);
  try {
    const outcomes = yield* all(requests.length, make, { limit: maxConcurrency, settled, stop });
    // There are as many outcomes as requests.
    return outcomes.map((outcome, index) => item(requests[index] as BatchRequest, outcome));
  } finally {
    forget();
  }
}

/** A signal that one of the requests has of its own. */
export function signalAmong(requests: Requests): AbortSignal | undefined {
  if (requests instanceof UsageError) return undefined;
  for (const request of requests) if (isDescribed(request) && request.signal !== undefined) return request.signal;
  return undefined;
}

/** Whether a request says more than its endpoint; a list made in JavaScript may hold what is no request at all. */
function isDescribed(request: BatchRequest | undefined): request is Exclude<BatchRequest, string> {
  return typeof request === "object" && request !== null;
}

function one(request: BatchRequest | undefined, sendOne: SendOne, batch: SharedByBatch): Flow<ApiResponse<unknown>> {
  if (typeof request === "string") return sendOne("GET", request, { patient: true, batch });
  if (!isDescribed(request)) return failing(new UsageError("endpoint", "The endpoint must be a string."));
  const { method = "GET", endpoint, signal, ...options } = request;
  const flow = sendOne(method, endpoint, { request: options, patient: true, batch });
  return signal === undefined ? flow : abortable(flow, signal);
}

/** One request of a batch that has a signal of its own. */
function* abortable<T>(flow: Flow<T>, signal: AbortSignal): Flow<T> {
  const stop = new Signal();
  const forget = stopOnAbort(signal, stop, "call");
  try {
    const [outcome] = yield* all(1, () => flow, { stop });
    if (outcome !== undefined && "value" in outcome) return outcome.value;
    throw outcome?.error;
  } finally {
    forget();
  }
}

function item(request: BatchRequest, outcome: Outcome<ApiResponse<unknown>>): BatchItem {
  if (!("error" in outcome)) return { request, response: outcome.value };
  // The batch ended before its turn: nobody else hears of it.
  if (isDescribed(request)) stopSources(sourcesOf(request));
  const { error } = outcome;
  return { request, error: asError(error) };
}
