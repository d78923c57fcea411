import type { MessagePort } from "node:worker_threads";
import { UsageError } from "../../errors/usageError.ts";
import type { Body } from "../../message/body.ts";
import { HeaderFields, type PackedFields } from "../../message/headerFields.ts";
import type { Reply, SavedFile } from "../../message/reply.ts";
import type { HeaderRecord, SaveTarget, UploadProgress } from "../../message/request.ts";
import type { ClientName } from "../clients/clientChoice.ts";
import type { ConnectionSettings } from "../connectionSettings.ts";
import { type Answer, type Order, replyTo } from "../exchange/order.ts";
import type { WireError } from "./wireError.ts";

/** From this size on, in bytes, handing memory over costs less than copying it. */
export const LARGE = 32 * 1024;

/** What the I/O thread is started with. */
export interface ThreadData {
  readonly port: MessagePort;
  readonly signals: Int32Array;
  /** Of the mailboxes to the thread and from it. */
  readonly demands: SharedArrayBuffer;
  readonly completions: SharedArrayBuffer;
}

/** Places in the memory that both threads share. */
export const BELL = 0;
export const GONE = 1;
export const PULSE = 2;
/** How many messages the I/O thread sent by its port, and how many of them were received. */
export const SENT = 3;
export const RECEIVED = 4;
/** How often the caller asked for something, and how often the I/O thread heard of it. */
export const ASKED = 5;
export const HEARD = 6;
/** Whether the I/O thread takes letters without being woken. */
export const DOOR = 7;
export const SIGNALS = 8;

/** To the I/O thread, instead of demands: they are in the mailbox. */
export const LETTER = 0;

/** To the I/O thread. `left`: ms until it must be over, because each thread has its own clock. */
export type Demand =
  | {
      readonly ask: "open";
      readonly pool: number;
      readonly settings: ConnectionSettings;
      readonly client: ClientName | undefined;
    }
  | {
      readonly ask: "send";
      readonly id: number;
      readonly pool: number;
      readonly order: WireOrder;
      readonly left: number;
    }
  | {
      readonly ask: "work";
      readonly id: number;
      readonly module: string;
      readonly name: string;
      readonly input: unknown;
      readonly left: number;
    }
  | { readonly ask: "abort"; readonly id: number }
  | { readonly ask: "close"; readonly pool: number; readonly force: boolean };

/** An order as it crosses: without names, because each name costs. A function cannot, so it says whether somebody listens. */
export type WireOrder = readonly [
  method: string,
  origin: string,
  path: string,
  headers: HeaderRecord,
  body: Body | undefined,
  save: SaveTarget | undefined,
  watched: boolean,
  idle: number,
  maxBytes: number,
  isAnonymous: boolean,
];

/** From the I/O thread, about what is under way. */
export interface Report {
  readonly id: number;
  readonly uploaded: UploadProgress;
}

/** From the I/O thread: the end of something. */
export type Completion = { readonly id: number; readonly reply: WireReply } | EndedOtherwise;

/** What ended, as the I/O thread has it. */
export type Ended = { readonly id: number; readonly reply: Answer } | EndedOtherwise;

type EndedOtherwise =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: WireError };

/** A reply as it crosses. */
export type WireReply = readonly [
  status: number,
  headers: PackedFields,
  body: Uint8Array,
  saved: SavedFile | undefined,
  reused: boolean | undefined,
];

/** A completion as it crosses by the port. A body owns its memory, so that it can be handed over. */
export function packEnded(ended: Ended): Completion {
  if (!("reply" in ended)) return ended;
  const { status, headers, body, saved, reused } = ended.reply;
  return { id: ended.id, reply: [status, headers.packed, owned(body), saved, reused] };
}

/** @param order - what it is the reply to */
export function unpackReply([status, fields, body, saved, reused]: WireReply, order: Order): Reply {
  return replyTo(order, { status, headers: new HeaderFields(fields), body, saved, reused });
}

/** An order as it crosses. Its bytes are copied once: the caller may need them again. */
export function packOrder(order: Order): WireOrder {
  const { method, origin, path, headers, save, uploaded, idle, maxBytes, isAnonymous } = order;
  const body = order.body === undefined ? undefined : packBody(order.body);
  return [method, origin, path, headers, body, save, uploaded !== undefined, idle, maxBytes, isAnonymous];
}

/** @param listener - told of the upload, where somebody listens */
export function unpackOrder(wire: WireOrder, listener: NonNullable<Order["uploaded"]>): Order {
  const [method, origin, path, headers, body, save, watched, idle, maxBytes, isAnonymous] = wire;
  const uploaded = watched ? listener : undefined;
  return { method, origin, path, headers, body, save, uploaded, idle, maxBytes, isAnonymous };
}

function packBody(body: Body): Body {
  switch (body.kind) {
    case "bytes":
      return { kind: "bytes", bytes: new Uint8Array(body.bytes) };
    case "blob":
      return { kind: "blob", blob: crossing(body.blob) };
    case "file":
      return { kind: "file", path: body.path };
    case "pieces": {
      const pieces = body.pieces.map((piece) => packBody(piece));
      return { kind: "pieces", pieces: pieces.filter((piece) => piece.kind !== "pieces") };
    }
    case "stream":
      throw new UsageError("body", "A blocking session cannot send a stream: only the waiting thread could read it.", {
        hint: "Send bytes, a Blob or a file, or use the async twin.",
      });
  }
}

/** A Blob that another thread may read. Node forbids it for one that stands for a file, and would crash (Node 20). */
function crossing(blob: Blob): Blob {
  try {
    return structuredClone(blob);
  } catch {
    throw new UsageError("body", "A blocking session cannot send a Blob that stands for a file.", {
      hint: "Give the file's path instead.",
    });
  }
}

/** The memory that a completion hands over. */
export function transfersOf(completion: Completion | Report): ArrayBuffer[] {
  const buffer = "reply" in completion ? completion.reply[2].buffer : undefined;
  return buffer instanceof ArrayBuffer && buffer.byteLength > LARGE ? [buffer] : [];
}

/** The memory of a demand that is handed over: what is large in its body, which was copied when it was packed. */
export function transfersOfDemand(demand: Demand): ArrayBuffer[] {
  return demand.ask === "send" && demand.order[4] !== undefined ? largeMemory(demand.order[4]) : [];
}

function largeMemory(body: Body): ArrayBuffer[] {
  if (body.kind === "pieces") return body.pieces.flatMap(largeMemory);
  if (body.kind !== "bytes") return [];
  const { buffer, length } = body.bytes;
  return length > LARGE && buffer instanceof ArrayBuffer ? [buffer] : [];
}

/** Small bodies are cut out of the chunk that they came in. */
function owned(bytes: Uint8Array): Uint8Array {
  return bytes.buffer.byteLength === bytes.length ? bytes : new Uint8Array(bytes);
}
