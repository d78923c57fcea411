import type { ScriptedRequest } from "../scripted.ts";
import type { RecordedExchange } from "./recording.ts";
import { recordedBody } from "./recordingTransport.ts";
import { SCRUBBED, Scrubber } from "./scrubber.ts";

/**
 * Which of these exchanges a request was recorded as: the first of its method and address, or of those the first that
 * has its body too. Where a secret was, anything may stand, but an address that is the same in every letter comes
 * before one that may be.
 *
 * @returns its index, or -1
 */
export function recordedAs(sent: ScriptedRequest, exchanges: readonly RecordedExchange[]): number {
  const scrubber = new Scrubber([]);
  const address = scrubber.url(sent.url);
  const bytes = new TextEncoder().encode(sent.text);
  const body = textOf(recordedBody(bytes, sent.headers["content-type"] ?? "", scrubber));
  const likeness = ({ request }: RecordedExchange): number => {
    if (request.method !== sent.method || !isAddress(address, request.url)) return 0;
    const exact = request.url === address ? 2 : 0;
    return 1 + exact + (isText(body, textOf(request.body)) ? 1 : 0);
  };
  const all = exchanges.map(likeness);
  const most = Math.max(0, ...all);
  return most === 0 ? -1 : all.indexOf(most);
}

function textOf(body: RecordedExchange["request"]["body"]): string {
  return body !== undefined && "text" in body ? body.text : "";
}

/** A secret is part of one segment or parameter. */
function isAddress(address: string, recorded: string): boolean {
  if (address === recorded) return true;
  const [parts, others] = [address.split(/([/?&])/), recorded.split(/([/?&])/)];
  return parts.length === others.length && parts.every((part, index) => isText(part, others[index] ?? ""));
}

/** Whether a text is the recorded one, with whatever was scrubbed there. */
function isText(text: string, recorded: string): boolean {
  const [first = "", ...rest] = recorded.split(SCRUBBED);
  const last = rest.pop();
  if (last === undefined) return text === recorded;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const piece of rest) {
    const at = text.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return text.endsWith(last) && text.length >= from + last.length;
}
