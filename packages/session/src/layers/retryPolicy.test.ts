import { expect, test } from "vitest";
import { DecodeError } from "../errors/decodeError.ts";
import type { TransportCode } from "../errors/latchkeyError.ts";
import { TransportError } from "../errors/transportError.ts";
import { type Attempt, type Failure, retryDelay } from "./retryPolicy.ts";

const policy = { attempts: 6, firstDelay: 200, maxDelay: 1_000, maxRetryAfter: 60_000 };

const lost = (code: TransportCode): Failure => ({ error: new TransportError(code, "It broke.", { sent: true }) });
const unsent = (code: TransportCode): Failure => ({ error: new TransportError(code, "It broke.") });
const status = (code: number, retryAfter?: number): Failure => ({ status: code, retryAfter });
const garbled: Failure = { error: new DecodeError("This is no JSON.") };

const attempt = (failure: Failure, parts: Partial<Attempt>): Attempt => ({
  number: 1,
  idempotent: true,
  replayable: true,
  random: 0.5,
  failure,
  ...parts,
});

test.each<[what: string, failure: Failure, first: number | undefined, second: number | undefined]>([
  ["503", status(503), 100, 200],
  ["429 that asks for 7 s", status(429, 7_000), 7_100, 7_100],
  ["503 that asks for as long as may be", status(503, 60_000), 60_100, 60_100],
  ["503 that asks for longer", status(503, 60_001), undefined, undefined],
  ["500", status(500), undefined, undefined],
  ["a time-out", lost("timeout"), 100, 200],
  // The server closed an idle connection, most likely.
  ["a reset", lost("reset"), 0, 200],
  ["a malformed answer", lost("protocol"), 0, undefined],
  ["an answer that was cut off", lost("truncated"), 100, 200],
  ["an answer that cannot be decoded", garbled, 100, 200],
  ["a refused connection", unsent("connect"), 100, 200],
  ["a bad certificate", unsent("tls"), undefined, undefined],
  ["too long an answer", lost("too-large"), undefined, undefined],
  ["a full disk", lost("disk"), undefined, undefined],
  ["a lost thread", lost("worker"), undefined, undefined],
  ["its caller's word", lost("aborted"), undefined, undefined],
  ["an error that is none of the library's", { error: new Error("Something else.") }, undefined, undefined],
])("what may be done twice waits so long after %s", (_what, failure, first, second) => {
  expect(retryDelay(attempt(failure, {}), policy)).toBe(first);
  expect(retryDelay(attempt(failure, { number: 2 }), policy)).toBe(second);
});

test.each<[what: string, failure: Failure, delay: number | undefined]>([
  ["503", status(503), undefined],
  ["503 that asks for 7 s", status(503, 7_000), undefined],
  ["429", status(429), 100],
  ["429 of the page that tells of what was done", { status: 429, retryAfter: undefined, acted: true }, undefined],
  ["a refused connection", unsent("connect"), 100],
  ["a time-out before it left", unsent("timeout"), 100],
  ["a time-out", lost("timeout"), undefined],
  ["a reset", lost("reset"), undefined],
  ["a malformed answer", lost("protocol"), undefined],
  ["an answer that was cut off", lost("truncated"), undefined],
  ["an answer that cannot be decoded", garbled, undefined],
])("what must not be done twice, after %s", (_what, failure, delay) => {
  expect(retryDelay(attempt(failure, { idempotent: false }), policy)).toBe(delay);
});

test("the bound of the back-off doubles up to the longest, and each attempt draws its own below it", () => {
  const bounds = [1, 2, 3, 4, 5].map((number) => retryDelay(attempt(status(503), { number, random: 1 }), policy));
  expect(bounds).toEqual([200, 400, 800, 1_000, 1_000]);
  expect(retryDelay(attempt(status(503), { number: 3, random: 0 }), policy)).toBe(0);
});

test("there is no attempt beyond the last, and none of a stream that was read", () => {
  expect(retryDelay(attempt(status(503), { number: 5 }), policy)).toBeDefined();
  expect(retryDelay(attempt(status(503), { number: 6 }), policy)).toBeUndefined();
  expect(retryDelay(attempt(status(503), { replayable: false }), policy)).toBeUndefined();
});
