import { all, type Flow, type Outcome, TransportError } from "@latchkey/session";
import { parseInstant } from "../parameters/instant.ts";

/** Asks for times from a moment on, at most `limit` of them, as the API wrote them. */
export type AskForTimes = (from: number, limit: number) => Flow<readonly string[]>;

/** From when to when, both included, in ms since 1970. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

const SECOND = 1000;
/** Stretches of time fetched side by side. */
const MOST_STRETCHES = 64;
/** Of the time that a full page spans, what a stretch takes: a little less, so that one page is enough for most. */
const STRETCH = 0.95;

/** The times of one page, in order, each once, from a moment on. */
export function* timesFrom(ask: AskForTimes, from: number, limit: number): Flow<string[]> {
  return texts(readTimes(yield* ask(from, limit)), { from, to: Number.POSITIVE_INFINITY });
}

/**
 * All times of a span, in order, each once. The first page tells how close together they are; the rest of the span is
 * then walked in several places at once.
 *
 * @param limit - times to a page
 * @throws TransportError (`protocol`) when the API sends the same page again and again
 */
export function* timesBetween(
  ask: AskForTimes,
  { from, to }: TimeSpan,
  limit: number,
  concurrency: number,
): Flow<string[]> {
  const first = readTimes(yield* ask(from, limit));
  const [begin, end] = [first[0]?.time, first.at(-1)?.time];
  if (begin === undefined || end === undefined || end >= to) return texts(first, { from, to });
  const stretches = divide(Math.max(from, end + 1), to, (end - begin) * STRETCH);
  const walks = yield* all(stretches.length, (index) => walk(ask, stretches[index] ?? { from, to }, limit), {
    limit: concurrency,
  });
  return [...texts(first, { from, to }), ...walks.flatMap(valueOfOutcome)];
}

/** Page after page, each from just after the last time of the one before. */
function* walk(ask: AskForTimes, { from, to }: TimeSpan, limit: number): Flow<string[]> {
  const found: string[] = [];
  let next = from;
  let stuck = false;
  while (next <= to) {
    const page = readTimes(yield* ask(next, limit));
    const last = page.at(-1)?.time;
    if (last === undefined) break;
    found.push(...texts(page, { from: next, to }));
    if (last >= next) {
      next = last + 1;
      stuck = false;
      continue;
    }
    // The API may compare whole seconds: then it is asked from the next one on, once.
    if (stuck) throw endless();
    stuck = true;
    next = Math.floor(next / SECOND + 1) * SECOND;
  }
  return found;
}

function divide(from: number, to: number, length: number): TimeSpan[] {
  const count = length < SECOND ? 1 : Math.min(MOST_STRETCHES, Math.max(1, Math.ceil((to - from) / length)));
  const borders = Array.from({ length: count + 1 }, (_, index) => Math.round(from + ((to + 1 - from) * index) / count));
  return borders.slice(1).map((end, index) => ({ from: borders[index] ?? from, to: end - 1 }));
}

interface Stamp {
  readonly text: string;
  readonly time: number;
}

/** In order, each once; what is no time is left out. */
function readTimes(page: readonly string[]): readonly Stamp[] {
  const stamps = page.flatMap((text) => {
    const time = parseInstant(text);
    return time === undefined ? [] : [{ text, time }];
  });
  const sorted = stamps.toSorted((a, b) => a.time - b.time);
  return sorted.filter(({ time }, index) => time !== sorted[index - 1]?.time);
}

function texts(stamps: readonly Stamp[], { from, to }: TimeSpan): string[] {
  return stamps.filter(({ time }) => time >= from && time <= to).map(({ text }) => text);
}

function valueOfOutcome<T>(outcome: Outcome<T>): T {
  if ("error" in outcome) throw outcome.error;
  return outcome.value;
}

function endless(): TransportError {
  return new TransportError("protocol", "The API sends the same image times again and again.", {
    sent: true,
    hint: "Ask for a shorter span, or without endTime.",
  });
}
