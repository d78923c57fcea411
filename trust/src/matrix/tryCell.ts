import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AuthenticationError, DecodeError, LatchkeyError, StatusError, TransportError } from "@latchkey/session";
import type { DoorRecord } from "../wire/doorMessages.ts";
import { type FaultRow, NOWHERE } from "./faultTable.ts";
import type { Mode, Operation, Ready, SharedOptions } from "./operation.ts";
import type { Site } from "./site.ts";
import { needsTls, spoil } from "./spoil.ts";

/** One cell of the matrix. */
export interface Cell {
  readonly row: FaultRow;
  readonly operation: Operation;
  readonly mode: Mode;
  /** Whether the fault is over after its first request. */
  readonly once: boolean;
  /** Added to the session's options. */
  readonly options?: SharedOptions;
  /** Told what went over the wire. */
  readonly witness?: (record: DoorRecord) => void;
}

/** How a cell came out. */
export interface Outcome {
  /** As in the table: requests made, and the ending. */
  readonly text: string;
  readonly error: unknown;
}

/** What a call may take, in ms, where its time is to run out. */
const SHORT = { timeout: 150, deadline: 800 };
/** How often a cell gets twice the time. */
const DOUBLINGS = 4;
const MEBIBYTE = 1024 * 1024;

/** Tries one operation through one fault, and then that nothing was lost by it. */
export async function tryCell(site: Site, cell: Cell): Promise<Outcome> {
  const { fault, slow } = cell.row;
  const strikesRequests = typeof fault !== "string";
  for (let doublings = 0; ; doublings += 1) {
    const { arrived, ...outcome } = await tryWithin(site, cell, 2 ** doublings);
    // On a machine that is held up, time can run out before the request has met its fault.
    const isMissed = slow === true && strikesRequests && arrived === 0;
    if (!isMissed || doublings === DOUBLINGS) return outcome;
  }
}

interface Tried extends Outcome {
  /** Requests of the operation that reached the door. */
  readonly arrived: number;
}

async function tryWithin(site: Site, cell: Cell, patience: number): Promise<Tried> {
  const { row, operation, mode, once, options, witness } = cell;
  const { fault } = row;
  const { certificates } = site;
  const secure = needsTls(fault);
  const upstream = operation.server === "keystone" ? site.keystone.url : new URL(site.helios.url).origin;
  const door = await site.proxy.door(upstream, secure ? certificates.good : undefined);
  const directory = mkdtempSync(join(tmpdir(), "latchkey-cell-"));
  const strikesAll = typeof fault === "string";
  const timing = row.slow === true ? { timeout: SHORT.timeout * patience, deadline: SHORT.deadline * patience } : {};
  const all: SharedOptions = {
    retry: { firstDelay: 0, maxDelay: 0 },
    limits: { maxBytes: MEBIBYTE },
    ...(secure ? { tls: { ca: certificates.ca } } : {}),
    // What strikes connections must not find one that was made before.
    ...(strikesAll ? { limits: { maxKeepAlive: 0 } } : {}),
    ...options,
  };
  let ready: Ready | undefined;
  try {
    const origin = fault === "unresolved" ? NOWHERE : door.origin;
    ready = await operation.prepare({ site, door, origin, mode, options: all, timing, strikesAll, directory });
    // A password hash is slow on purpose; a login has no effect that could be had twice.
    const spares = operation.name === "login" && typeof fault !== "string" && fault.play !== "interim";
    await spoil(site, door, fault, { ...operation.target, times: once ? 1 : undefined, spares });
    const ended = await ending(ready.run);
    const { matched } = await door.record();
    const { attempts = matched } = ended;
    if (!strikesAll) {
      await door.spoil();
      if (row.ends !== true) await ready.intact();
    }
    return { text: `${attempts} ${ended.text}`, error: ended.error, arrived: matched };
  } finally {
    await ready?.close();
    if (witness !== undefined) witness(await door.record());
    await door.close();
    rmSync(directory, { recursive: true });
  }
}

interface Ended {
  readonly text: string;
  readonly error?: unknown;
  /** Where no server could count them. */
  readonly attempts?: number;
}

async function ending(run: () => Promise<unknown>): Promise<Ended> {
  try {
    return { text: (await run()) === false ? "false" : "ok" };
  } catch (error) {
    if (error instanceof TransportError) {
      const { code, sent, attempts } = error;
      return sent ? { text: `${code}*`, error } : { text: code, error, attempts };
    }
    if (error instanceof StatusError) return { text: `status ${error.status}`, error };
    if (error instanceof DecodeError) return { text: "decode", error };
    if (error instanceof AuthenticationError) return { text: error.reason, error };
    if (error instanceof LatchkeyError) return { text: `${error.name} ${error.code}: ${error.message}`, error };
    return { text: `unclassified ${String(error)}`, error };
  }
}
