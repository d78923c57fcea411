import type { HeaderRecord, SaveTarget } from "../../message/request.ts";
import type { Enclosed, Letter } from "./mailbox.ts";
import type { Completion, Demand, Report, WireOrder, WireReply } from "./wire.ts";

/** A demand to send, as it is spelled: its body is enclosed, and JSON spells what is missing or endless as null. */
type SpelledSend = readonly [
  id: number,
  pool: number,
  left: number | null,
  method: string,
  origin: string,
  path: string,
  headers: string,
  size: number | null,
  save: SaveTarget | null,
  watched: boolean,
  place: string,
  idle: number | null,
  maxBytes: number | null,
];

/** A completion with a reply, as it is spelled: its body is enclosed. */
type SpelledReply = readonly [
  id: number,
  status: number,
  headers: readonly string[],
  size: number,
  saved: WireReply[3] | null,
  url: string,
  reused: boolean | null,
  protocol: string | null,
];

/** Demands as a letter; `undefined` where one is not of the common kind: a request with a body of bytes, or without. */
export function letterOfDemands(demands: readonly Demand[]): Letter | undefined {
  const spelled: SpelledSend[] = [];
  const enclosures: Uint8Array[] = [];
  for (const demand of demands) {
    if (demand.ask !== "send") return undefined;
    const [method, origin, path, headers, body, save = null, watched, place, idle, maxBytes] = demand.order;
    if (body !== undefined && body.kind !== "bytes") return undefined;
    if (body !== undefined) enclosures.push(body.bytes);
    const { id, pool, left } = demand;
    const size = body === undefined ? null : body.bytes.length;
    const fields = spellHeaders(headers);
    spelled.push([id, pool, left, method, origin, path, fields, size, save, watched, place, idle, maxBytes]);
  }
  return { text: JSON.stringify(spelled), enclosures };
}

export function readDemands({ text, next }: Enclosed): Demand[] {
  // The other thread wrote it just so.
  const spelled = JSON.parse(text) as readonly SpelledSend[];
  return spelled.map(
    ([id, pool, left, method, origin, path, fields, size, save, watched, place, idle, maxBytes]): Demand => {
      const order: WireOrder = [
        method,
        origin,
        path,
        readHeaders(fields),
        size === null ? undefined : { kind: "bytes", bytes: next(size) },
        save ?? undefined,
        watched,
        place,
        idle ?? Infinity,
        maxBytes ?? Infinity,
      ];
      return { ask: "send", id, pool, order, left: left ?? Infinity };
    },
  );
}

/** What became of demands, as a letter; `undefined` where something is no reply. */
export function letterOfCompletions(batch: readonly (Report | Completion)[]): Letter | undefined {
  const spelled: SpelledReply[] = [];
  const enclosures: Uint8Array[] = [];
  for (const told of batch) {
    if (!("reply" in told)) return undefined;
    const [status, headers, body, saved = null, url, reused = null, protocol = null] = told.reply;
    enclosures.push(body);
    spelled.push([told.id, status, headers, body.length, saved, url, reused, protocol]);
  }
  return { text: JSON.stringify(spelled), enclosures };
}

export function readCompletions({ text, next }: Enclosed): Completion[] {
  // The other thread wrote it just so.
  const spelled = JSON.parse(text) as readonly SpelledReply[];
  return spelled.map(([id, status, headers, size, saved, url, reused, protocol]): Completion => {
    return {
      id,
      reply: [status, headers, next(size), saved ?? undefined, url, reused ?? undefined, protocol ?? undefined],
    };
  });
}

/** Sessions send the same headers again and again: they are spelled once, and read once. */
const spellHeaders = rememberLast((headers: HeaderRecord): string => JSON.stringify(headers));
// The other thread wrote it just so.
const readHeaders = rememberLast((text: string): HeaderRecord => JSON.parse(text) as HeaderRecord);

function rememberLast<T, R>(make: (input: T) => R): (input: T) => R {
  let last: { readonly input: T; readonly made: R } | undefined;
  return (input) => {
    if (last?.input !== input) last = { input, made: make(input) };
    return last.made;
  };
}
