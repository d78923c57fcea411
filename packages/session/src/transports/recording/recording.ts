import type { TransportCode } from "../../errors/latchkeyError.ts";

/** Text as it is, anything else in base64. */
export type RecordedBody = { readonly text: string } | { readonly base64: string };

/** A request without its secrets. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where it was in memory: streams, files and Blobs are not kept. */
  readonly body?: RecordedBody;
}

/** An answer without its secrets. */
export interface RecordedReply {
  readonly status: number;
  /** In the order in which they came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: RecordedBody;
}

/** How a request failed. */
export interface RecordedFailure {
  readonly code: TransportCode | "decode";
  readonly message: string;
  readonly sent: boolean;
}

/** What came of a request. */
export type RecordedEnd = { readonly reply: RecordedReply } | { readonly failure: RecordedFailure };

/** What was sent, what came of it, and after how many ms: a replay decides by them whether there is time for more. */
export type RecordedExchange = { readonly request: RecordedRequest; readonly ms?: number } & RecordedEnd;

/** Real exchanges as plain data, to be kept as JSON beside the tests. */
export interface Recording {
  /** Of this shape. */
  readonly format: 1;
  /** When it began, in ms since 1970: what is replayed happens at that time. */
  readonly wall: number;
  /** In the order in which the requests left. */
  readonly exchanges: readonly RecordedExchange[];
}
