import { DecodeError } from "../../errors/decodeError.ts";
import { TransportError } from "../../errors/transportError.ts";
import { UsageError } from "../../errors/usageError.ts";
import { type CannedReply, type ScriptedRequest, type ScriptedTransport, scriptedTransport } from "../scripted.ts";
import { recordedAs } from "./recordedAs.ts";
import type { RecordedBody, RecordedExchange, Recording } from "./recording.ts";
import { SCRUBBED, Scrubber } from "./scrubber.ts";

/**
 * Answers as a recording has it, with no network and at the time of the recording; waiting takes no time. A request is
 * answered by the first exchange of its method and address that has not been used, with the same body where one has it;
 * a request that was never recorded fails, and says what is left. For both twins.
 *
 * @throws UsageError (`option`) for what is no recording
 *
 * @example
 * ```ts
 * const recording = JSON.parse(await readFile("things.json", "utf8"));
 * const session = new Session({ url, transport: replayTransport(recording) });
 * session.httpGet("things/1").json(); // what the server said then
 * ```
 */
export function replayTransport(recording: Recording): ScriptedTransport {
  if (recording?.format !== 1 || !Array.isArray(recording.exchanges)) {
    throw new UsageError("option", "This is no recording, or one of another format: format must be 1.", {
      hint: "Give what recordingTransport(…).recording() returned, or JSON.parse of it.",
    });
  }
  const left = [...recording.exchanges];
  const answer = (sent: ScriptedRequest): CannedReply | Error => {
    const index = recordedAs(sent, left);
    const [exchange] = index < 0 ? [] : left.splice(index, 1);
    return exchange === undefined ? notRecorded(sent.method, new Scrubber([]).url(sent.url), left) : replay(exchange);
  };
  return scriptedTransport(answer, { wall: recording.wall });
}

function replay(exchange: RecordedExchange): CannedReply {
  const { ms: delay } = exchange;
  if ("failure" in exchange) {
    const { code, message, sent } = exchange.failure;
    return { error: code === "decode" ? new DecodeError(message) : new TransportError(code, message, { sent }), delay };
  }
  const { status, headers, body } = exchange.reply;
  const merged: Record<string, string[]> = {};
  for (const [name, value] of headers) merged[name] = [...(merged[name] ?? []), value];
  return { status, headers: merged, bytes: bytesOf(body), delay };
}

function bytesOf(body: RecordedBody): Uint8Array {
  if ("text" in body) return new TextEncoder().encode(body.text);
  return Uint8Array.from(atob(body.base64), (character) => character.charCodeAt(0));
}

function notRecorded(method: string, url: string, left: readonly RecordedExchange[]): UsageError {
  const names = left.slice(0, 5).map(({ request }) => `${request.method} ${request.url}`);
  const rest = names.length === 0 ? "nothing is left of it" : `it goes on with ${names.join(", ")}`;
  return new UsageError("option", `The recording has no (more) ${method} ${url}: ${rest}.`, {
    hint: `Record it again; what was a secret reads "${SCRUBBED}".`,
  });
}
