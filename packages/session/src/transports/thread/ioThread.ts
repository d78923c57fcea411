import { workerData } from "node:worker_threads";
import type { Cancel } from "../../driver/transport.ts";
import { TransportError } from "../../errors/transportError.ts";
import { shareKeptMemory } from "../connections/lentMemory.ts";
import { unanswered } from "../failures/unanswered.ts";
import { LazyExchanger } from "../lazyExchanger.ts";
import { moduleWork } from "../moduleWork.ts";
import { writeCompletions } from "./completionLetter.ts";
import { readDemands } from "./demandLetter.ts";
import { Door } from "./door.ts";
import { Mailbox } from "./mailbox.ts";
import { StepTable } from "./stepTable.ts";
import {
  BELL,
  type Demand,
  type Ended,
  GONE,
  LETTER,
  PULSE,
  packEnded,
  RECEIVED,
  type Report,
  SENT,
  type ThreadData,
  transfersOf,
  unpackOrder,
} from "./wire.ts";
import { packError } from "./wireError.ts";

// The whole program of the I/O thread: it is started with exactly this.
const { port, signals, ...memory } = workerData as ThreadData;
const mail = { demands: new Mailbox(memory.demands), completions: new Mailbox(memory.completions) };

/** Turns of the event loop for which the first that ended waits for others. */
const TURNS = 4;
/** How often a busy thread shows that it lives, in ms. */
const PULSE_TIME = 500;

const door = new Door(signals);
const pools = new Map<number, LazyExchanger>();
const underWay = new StepTable<Cancel>();
let completions: Ended[] = [];
/** The latest of each: those before it are no news. */
const reports = new Map<number, Report>();
let isHearing = false;
let pulse: ReturnType<typeof setInterval> | undefined;

function ring(): void {
  Atomics.add(signals, BELL, 1);
  Atomics.notify(signals, BELL);
}

/** What ends in one turn of the event loop leaves together: waking the other thread is what costs. */
function complete(ended: Ended): void {
  if (!underWay.delete(ended.id)) return;
  const isLast = underWay.size === 0;
  if (!isLast) flushSoon();
  completions.push(ended);
  // Nothing else can come: whoever waits need not wait for the turn to end.
  if (isLast) flush();
}

function report(told: Report): void {
  if (!underWay.has(told.id)) return;
  flushSoon();
  reports.set(told.id, told);
}

function flushSoon(): void {
  if (completions.length + reports.size === 0) setImmediate(gather, 0, TURNS);
}

/**
 * As long as every turn brings more, and most are still under way, what ends in the next ones leaves together too.
 *
 * @param before - how many had ended when the last turn began
 * @param left - turns that it may still take
 */
function gather(before: number, left: number): void {
  const count = completions.length;
  if (left > 0 && count > before && count < underWay.size) setImmediate(gather, count, left - 1);
  else flush();
}

function flush(): void {
  if (completions.length + reports.size === 0) return;
  const batch = reports.size === 0 ? completions : [...reports.values(), ...completions];
  reports.clear();
  completions = [];
  if (!mailed(batch)) post(batch);
  if (underWay.size > 0 || isHearing) ring();
  else if (door.watch(ring)) hear(takeLetter());
}

function takeLetter(): readonly Demand[] {
  return mail.demands.take(readDemands) ?? [];
}

function hear(demands: readonly Demand[]): void {
  Atomics.add(signals, PULSE, 1);
  door.heard();
  // What ends at once must not look for more while the rest has not begun.
  isHearing = true;
  for (const demand of demands) perform(demand);
  isHearing = false;
}

/** A letter never overtakes a message: it goes when all of them have been received. */
function mailed(batch: readonly (Report | Ended)[]): boolean {
  if (Atomics.load(signals, SENT) !== Atomics.load(signals, RECEIVED)) return false;
  return mail.completions.put((letter) => writeCompletions(letter, batch));
}

function post(batch: readonly (Report | Ended)[]): void {
  try {
    send(batch);
  } catch (error) {
    // Something in it is no data: told by itself, and the rest without it.
    const [only] = batch;
    if (batch.length > 1) for (const told of batch) post([told]);
    else if (only !== undefined) send([{ id: only.id, error: packError(error) }]);
  }
}

function send(batch: readonly (Report | Ended)[]): void {
  const packed = batch.map((told) => ("uploaded" in told ? told : packEnded(told)));
  port.postMessage(packed, packed.flatMap(transfersOf));
  Atomics.add(signals, SENT, 1);
}

/** Stops when there is nothing to do for a whole beat: most steps are shorter than one, and follow each other closely. */
function beat(): void {
  Atomics.add(signals, PULSE, 1);
  if (underWay.size > 0) return;
  clearInterval(pulse);
  pulse = undefined;
}

function start(id: number, begin: () => Cancel): void {
  pulse ??= setInterval(beat, PULSE_TIME);
  underWay.set(id, () => {});
  const cancel = begin();
  // It may have completed at once.
  if (underWay.has(id)) underWay.set(id, cancel);
}

function perform(demand: Demand): void {
  switch (demand.ask) {
    case "open":
      pools.set(demand.pool, new LazyExchanger(demand.settings, { blockingDisk: true, client: demand.client }));
      break;
    case "send": {
      const { id, pool, order, left } = demand;
      start(id, () => {
        const exchanger = pools.get(pool) ?? unopened(pool);
        const unpacked = unpackOrder(order, (uploaded) => report({ id, uploaded }));
        return exchanger.send(unpacked, performance.now() + left, (outcome) => {
          if (!underWay.has(id)) return;
          if ("error" in outcome) complete({ id, error: packError(unanswered(outcome.error, unpacked)) });
          else complete({ id, reply: outcome.value });
        });
      });
      break;
    }
    case "work": {
      const { id, module, name, input, left } = demand;
      const step = { do: "work", module, name, input, until: performance.now() + left } as const;
      start(id, () =>
        moduleWork(step, (outcome) => {
          if ("error" in outcome) complete({ id, error: packError(outcome.error) });
          else complete({ id, value: outcome.value });
        }),
      );
      break;
    }
    case "abort": {
      const cancel = underWay.get(demand.id);
      underWay.delete(demand.id);
      cancel?.(new TransportError("aborted", "The call was aborted."));
      break;
    }
    case "close": {
      const exchanger = pools.get(demand.pool);
      pools.delete(demand.pool);
      // It has nobody to tell: what was under way is told by its own completion.
      exchanger?.close(demand.force).catch(() => {});
      break;
    }
  }
}

function unopened(pool: number): never {
  throw new Error(`Pool ${pool} was never opened.`);
}

shareKeptMemory();

process.on("exit", () => {
  Atomics.store(signals, GONE, 1);
  ring();
});

port.on("message", (told: readonly Demand[] | typeof LETTER) => hear(told === LETTER ? takeLetter() : told));
