import type { HeaderRecord, SaveTarget } from "../../message/request.ts";
import type { LetterReader, LetterWriter } from "./letter.ts";
import type { Demand, WireOrder } from "./wire.ts";

/** What the requests of a session have in common: spelled once, and read once, as long as it stays the same. */
type Common = readonly [method: string, origin: string, headers: HeaderRecord];

/** Whether demands could be spelled: all of the common kind, requests with a body of bytes or without. */
export function writeDemands(letter: LetterWriter, demands: readonly Demand[]): boolean {
  letter.number(demands.length);
  let last: string | undefined;
  for (const demand of demands) {
    if (demand.ask !== "send") return false;
    const [method, origin, path, headers, body, save, watched, idle, maxBytes, isAnonymous] = demand.order;
    if (body !== undefined && body.kind !== "bytes") return false;
    letter.number(demand.id);
    letter.number(demand.pool);
    letter.number(demand.left);
    letter.number(idle);
    letter.number(maxBytes);
    const common = spelled(method, origin, headers);
    const has = (body === undefined ? 0 : BODY) | (save === undefined ? 0 : SAVE);
    const is = (watched ? WATCHED : 0) | (isAnonymous ? ANONYMOUS : 0);
    letter.number((common === last ? SAME : 0) | is | has);
    if (common !== last) letter.text(common);
    last = common;
    letter.text(path);
    if (body !== undefined) letter.bytes(body.bytes);
    if (save !== undefined) letter.text(JSON.stringify(save));
  }
  return true;
}

export function readDemands(letter: LetterReader): Demand[] {
  return letter.list(readDemand);
}

function readDemand(letter: LetterReader): Demand {
  const id = letter.number();
  const pool = letter.number();
  const left = letter.number();
  const idle = letter.number();
  const maxBytes = letter.number();
  const flags = letter.number();
  const [method, origin, headers] = (flags & SAME) === 0 ? read(letter.text()) : lastRead;
  const path = letter.text();
  const body = (flags & BODY) === 0 ? undefined : ({ kind: "bytes", bytes: letter.bytes() } as const);
  // The other thread wrote it just so.
  const save = (flags & SAVE) === 0 ? undefined : (JSON.parse(letter.text()) as SaveTarget);
  const watched = (flags & WATCHED) !== 0;
  const isAnonymous = (flags & ANONYMOUS) !== 0;
  const order: WireOrder = [method, origin, path, headers, body, save, watched, idle, maxBytes, isAnonymous];
  return { ask: "send", id, pool, order, left };
}

const WATCHED = 1;
const BODY = 2;
const SAVE = 4;
/** What it has in common with others is that of the one before, and not spelled again. */
const SAME = 8;
const ANONYMOUS = 16;

let lastCommon: Common | undefined;
let lastSpelled = "";

function spelled(method: string, origin: string, headers: HeaderRecord): string {
  if (lastCommon?.[2] !== headers || lastCommon[0] !== method || lastCommon[1] !== origin) {
    lastCommon = [method, origin, headers];
    lastSpelled = JSON.stringify(lastCommon);
  }
  return lastSpelled;
}

let lastText = "";
let lastRead: Common = ["", "", {}];

function read(text: string): Common {
  if (lastText !== text) {
    // The other thread wrote it just so.
    lastRead = JSON.parse(text) as Common;
    lastText = text;
  }
  return lastRead;
}
