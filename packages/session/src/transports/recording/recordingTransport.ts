import { attempt } from "../../driver/attempt.ts";
import type { Transport } from "../../driver/transport.ts";
import { DecodeError } from "../../errors/decodeError.ts";
import { TransportError } from "../../errors/transportError.ts";
import { UsageError } from "../../errors/usageError.ts";
import type { Outcome } from "../../flow/step.ts";
import type { Reply } from "../../message/reply.ts";
import type { Request } from "../../message/request.ts";
import { checkOptions } from "../../request/checkOptions.ts";
import { defaulting, matching } from "../../request/optionChecks.ts";
import type { RecordedBody, RecordedEnd, RecordedExchange, RecordedRequest, Recording } from "./recording.ts";
import { Scrubber } from "./scrubber.ts";
import { binaryOf } from "./spellings.ts";

/** What {@link recordingTransport} takes besides the transport that it records. */
export interface RecordingOptions {
  /** Values that must not be in a recording, besides those that are known by their place. Default: none. */
  readonly secrets?: readonly string[] | undefined;
}

/** A transport that remembers what passes through it. */
export interface RecordingTransport extends Transport {
  /** What has passed so far. */
  recording(): Recording;
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

const SHAPE = { secrets: defaulting(matching("a list of strings", isTexts, { secret: true }), []) };

/**
 * Records the exchanges of a transport, without their secrets: `Authorization`, cookies, CSRF tokens, passwords, tokens
 * and the like are replaced by `scrubbed`, in headers, addresses, forms and JSON, and wherever their values turn up
 * again. Secrets that stand elsewhere are yours to name; read a recording before you publish it. For both twins.
 *
 * @throws UsageError (`option`) for an unknown option, and for secrets that are no list of strings
 *
 * @example
 * ```ts
 * const transport = recordingTransport(realTransport("async"), { secrets: [password] });
 * await using session = new AsyncSession({ url, transport });
 * await session.httpGet("things/1");
 * await writeFile("things.json", JSON.stringify(transport.recording()));
 * ```
 */
export function recordingTransport(inner: Transport, options: RecordingOptions = {}): RecordingTransport {
  // What JavaScript may pass.
  if (typeof Object(inner).send !== "function") {
    throw new UsageError("option", "recordingTransport needs the transport that it is to record.", {
      hint: 'For example recordingTransport(realTransport("async")).',
    });
  }
  const scrubber = new Scrubber(checkOptions(options, SHAPE).secrets);
  const wall = inner.clock.wall();
  /** In the order of the requests; `undefined` for one that has not ended. */
  const exchanges: (RecordedExchange | undefined)[] = [];
  const transport: RecordingTransport = {
    clock: inner.clock,
    blocking: inner.blocking,
    // A secret may have passed in another place before it was known for one.
    recording: () => ({
      format: 1,
      wall,
      exchanges: scrubber.again(exchanges.filter((exchange) => exchange !== undefined)),
    }),
    send(request, until, done) {
      if (request.save !== undefined) {
        const hint = "Record the other calls, or read the body into memory with httpGet.";
        done({ error: new UsageError("option", "What is saved to a file is not recorded.", { hint }) });
        return () => {};
      }
      const sent = recordedRequest(request, scrubber);
      const begunAt = inner.clock.now();
      const place = exchanges.push(undefined) - 1;
      return inner.send(request, until, (outcome) => {
        const ended = attempt(() => recordedEnd(outcome, scrubber));
        if ("error" in ended) {
          done({ error: unrecordable() });
          return;
        }
        const ms = Math.ceil(inner.clock.now() - begunAt);
        if (ended.value !== undefined) exchanges[place] = { request: sent, ms, ...ended.value };
        done(outcome);
      });
    },
    sleep: (until, done) => inner.sleep(until, done),
    work: (step, done) => inner.work(step, done),
    close: (force) => inner.close(force),
  };
  // Its presence says that the transport can be waited for.
  if (inner.waitForCompletion === undefined) return transport;
  return { ...transport, waitForCompletion: () => inner.waitForCompletion?.() ?? false };
}

/** What an engine cannot walk through, such as JSON that is nested a hundred thousand times. */
function unrecordable(): UsageError {
  return new UsageError("body", "The answer cannot be recorded: its JSON is nested too deeply to be scrubbed.", {
    sent: true,
    hint: "Leave this call out of the recording.",
  });
}

function recordedRequest({ method, origin, path, headers, body }: Request, scrubber: Scrubber): RecordedRequest {
  const own = Object.entries(headers).map(([name, value]) => [name, scrubber.header(name, value)]);
  const request = { method, url: scrubber.url(origin + path), headers: Object.fromEntries(own) };
  if (body?.kind !== "bytes") return request;
  return { ...request, body: recordedBody(body.bytes, headers["content-type"] ?? "", scrubber) };
}

/** `undefined` for what is no matter of the wire: the caller's own mistakes are made again in a replay. */
function recordedEnd(outcome: Outcome<Reply>, scrubber: Scrubber): RecordedEnd | undefined {
  if ("error" in outcome) {
    const { error } = outcome;
    if (error instanceof DecodeError) {
      return { failure: { code: error.code, message: scrubber.text(error.message), sent: true } };
    }
    if (!(error instanceof TransportError)) return undefined;
    return { failure: { code: error.code, message: scrubber.text(error.message), sent: error.sent } };
  }
  const { status, headers, body } = outcome.value;
  // The body is decoded already.
  const kept = [...headers.entries()].filter(([name]) => name !== "content-encoding" && name !== "content-length");
  const clean = kept.map(([name, value]) => [name, scrubber.header(name, value)] as const);
  return { reply: { status, headers: clean, body: recordedBody(body, headers.get("content-type") ?? "", scrubber) } };
}

/** A body in memory without its secrets. */
export function recordedBody(bytes: Uint8Array, type: string, scrubber: Scrubber): RecordedBody {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { base64: btoa(binaryOf(bytes)) };
  }
  return { text: type.includes("urlencoded") ? scrubber.form(text) : scrubber.json(text) };
}
