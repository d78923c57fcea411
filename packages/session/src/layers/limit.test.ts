import { expect, test } from "vitest";
import type { Flow } from "../flow/flow.ts";
import type { Step } from "../flow/step.ts";
import { HeaderFields } from "../message/headerFields.ts";
import type { Reply } from "../message/reply.ts";
import { testRequest } from "../testbed/requests.ts";
import { limit } from "./limit.ts";

const policy = { attempts: 3, firstDelay: 200, maxDelay: 5_000, maxRetryAfter: 60_000 };
const asksToWait = HeaderFields.of(["retry-after", "1"]);
const gone = new Error("gone");

/** A limit, and requests that are fed by hand. */
function limited(max: number) {
  const time = { now: 0 };
  const layer = limit(max, policy);
  const clock = { now: () => time.now, wall: () => time.now, random: () => 0.5 };
  let underWay = 0;
  /** Is under way until it is fed a status. */
  function* answer(): Flow<Reply> {
    underWay += 1;
    try {
      // Only who feeds the flow sees the step.
      const status = (yield { do: "sleep", until: NaN }) as number;
      return { status, headers: asksToWait, body: new Uint8Array(), url: "" };
    } finally {
      underWay -= 1;
    }
  }
  const start = (patient = true): Fed => {
    const flow = layer.handle(testRequest(clock, "http://api.test", "/", { patient }), answer);
    const first = flow.next().value as Step;
    return { flow, step: first };
  };
  return { time, start, underWay: () => underWay };
}

interface Fed {
  readonly flow: Flow<Reply>;
  readonly step: Step;
}

function isRaised({ step }: Fed): boolean {
  return step.do === "wait" && step.signal.raised;
}

test("one that may go and is given up while it waits for a slot lets the next of its batch go", () => {
  const { time, start } = limited(1);
  start().flow.next(429);
  start(false);
  const [first, second] = [start(), start()];
  time.now = 1_200;
  expect(first.flow.next(false).value).toMatchObject({ do: "wait" });
  expect(isRaised(second)).toBe(false);
  expect(() => first.flow.throw(gone)).toThrow(gone);
  expect(isRaised(second)).toBe(true);
});

test("a slot that is handed to one that is given up at that moment goes to the next", () => {
  const { start, underWay } = limited(1);
  const [busy, first, second] = [start(false), start(false), start(false)];
  busy.flow.next(200);
  expect([isRaised(first), isRaised(second)]).toEqual([true, false]);
  expect(() => first.flow.throw(gone)).toThrow(gone);
  expect(isRaised(second)).toBe(true);
  second.flow.next(true);
  expect(underWay()).toBe(1);
});

test("one at first, and more as they pass; as many as passed before, those that others overtook included", () => {
  const { time, start, underWay } = limited(10);
  const burst = Array.from({ length: 10 }, () => start());
  for (const { flow } of burst.slice(4)) flow.next(429);
  for (const { flow } of burst.slice(0, 4)) flow.next(200);
  let waiting = Array.from({ length: 20 }, () => start());
  time.now = 1_200;
  waiting[0]?.flow.next(false);
  const atOnce: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const gone = waiting.filter(isRaised);
    waiting = waiting.filter((fed) => !gone.includes(fed));
    if (round > 0) for (const { flow } of gone) flow.next(true);
    atOnce.push(underWay());
    for (const { flow } of gone) flow.next(200);
  }
  expect(atOnce).toEqual([1, 1, 2, 1, 1, 2, 4]);
});

test("one only beyond as many as passed before, also where as many go at once as may", () => {
  const { time, start, underWay } = limited(2);
  for (let passed = 0; passed < 5; passed += 1) start().flow.next(200);
  start().flow.next(429);
  time.now = 1_200;
  for (let passed = 0; passed < 4; passed += 1) start().flow.next(200);
  const last = [start(), start()];
  expect(underWay()).toBe(1);
  last[0]?.flow.next(200);
  last[1]?.flow.next(true);
  start();
  expect(underWay()).toBe(1);
});

test("one that is given up as it is let go lets the next of its batch go", () => {
  const { time, start, underWay } = limited(10);
  start().flow.next(429);
  const [first, second, third] = [start(), start(), start()];
  time.now = 1_200;
  first.flow.next(false);
  expect([underWay(), isRaised(second)]).toEqual([1, false]);
  first.flow.next(200);
  expect([isRaised(second), isRaised(third)]).toEqual([true, false]);
  expect(() => second.flow.throw(gone)).toThrow(gone);
  third.flow.next(true);
  expect(underWay()).toBe(1);
});

test("one looks at the clock for all that wait; where it is given up, the next does", () => {
  const { start } = limited(10);
  start().flow.next(429);
  const [first, second] = [start(), start()];
  expect([first.step, second.step]).toMatchObject([{ until: 1_200 }, { until: Infinity }]);
  expect(() => first.flow.throw(gone)).toThrow(gone);
  expect(isRaised(second)).toBe(true);
  expect(second.flow.next(true).value).toMatchObject({ do: "wait", until: 1_200 });
});
