import { TransportError } from "../../errors/transportError.ts";
import type { HeaderFields } from "../../message/headerFields.ts";
import { isBodiless } from "../../message/reply.ts";
import { type Described, readCodings, tooLarge } from "../bodies/contentCoding.ts";
import { type BodyOwner, type BodySink, MemoryBody } from "../bodies/memoryBody.ts";
import { SavedBody } from "../bodies/savedBody.ts";
import type { DiskQueue } from "../files/diskQueue.ts";
import { type Order, placeOf } from "./order.ts";

/** A response whose head arrived. */
export interface OpenResponse {
  readonly sink: BodySink;
  /** It has no body, whatever its head says. */
  readonly bodiless: boolean;
  /** The end of its body is told by more than the end of the connection. */
  readonly framed: boolean;
  /** Its head says how long its body is. */
  readonly measured: boolean;
}

/**
 * Decides what becomes of a body.
 *
 * @param diskQueue - what may wait for the disk
 * @param owner - told what happens between the chunks
 * @throws LatchkeyError when it cannot be right, or is too much
 */
export function openResponse(
  order: Order,
  status: number,
  headers: HeaderFields,
  diskQueue: DiskQueue,
  owner: BodyOwner,
): OpenResponse {
  const { method, maxBytes, save } = order;
  const described = new Head(status, headers);
  if (isBodiless(method, status)) {
    return { sink: new MemoryBody([], maxBytes, 0, described), bodiless: true, framed: true, measured: false };
  }
  const length = headers.get("content-length");
  const transfer = listOf(headers, "transfer-encoding");
  if (transfer !== undefined && transfer.toLowerCase() !== "chunked") {
    const message = `What ${placeOf(order)} answered has a transfer coding that was not asked for.`;
    throw new TransportError("protocol", message, { sent: true });
  }
  const target = status > 299 ? undefined : save;
  // Chunks have no length, whatever a field beside them says (RFC 9112 §6.3).
  const measured = length !== undefined && transfer === undefined;
  const announced = measured ? Number(length) : Number.NaN;
  if (target === undefined && announced > maxBytes) throw tooLarge(maxBytes);
  const framed = length !== undefined || transfer !== undefined;
  const coding = listOf(headers, "content-encoding");
  const codings = coding === undefined ? [] : readCodings(coding, described);
  const sink =
    target === undefined
      ? new MemoryBody(codings, maxBytes, announced, described)
      : new SavedBody({ target, codings, limit: maxBytes, framed, diskQueue, described, owner });
  return { sink, bodiless: false, framed, measured };
}

/** A list may be spread over several lines (RFC 9110 §5.3). Most heads have no such line at all. */
function listOf(headers: HeaderFields, name: string): string | undefined {
  return headers.get(name) === undefined ? undefined : headers.getAll(name).join(", ");
}

/** Only errors tell the type, and most replies are right. */
class Head implements Described {
  readonly status: number;
  readonly #headers: HeaderFields;

  constructor(status: number, headers: HeaderFields) {
    this.status = status;
    this.#headers = headers;
  }

  get contentType(): string | undefined {
    return this.#headers.get("content-type");
  }
}
