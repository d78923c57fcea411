import { expect, test } from "vitest";
import type { Flow } from "../flow/flow.ts";
import type { WaitStep } from "../flow/step.ts";
import { type Call, Call as RealCall } from "../message/call.ts";
import { testRequest } from "../testbed/requests.ts";
import { Pace } from "./pace.ts";

/** One that waits, fed by hand. */
interface Waiting {
  readonly call: Call;
  readonly flow: Flow<number>;
  step: IteratorResult<unknown, number>;
}

test("who was told to look at the clock, and leaves with a ticket that counts no more, has another look at it", () => {
  const time = { now: 0 };
  const clock = { now: () => time.now, wall: () => time.now, random: () => 0.5 };
  const newCall = (): Call => new RealCall(testRequest(clock, "http://api.test", "/", { patient: true }).call.settings);
  const pace = new Pace(10);
  const start = (): Waiting => {
    const call = newCall();
    const flow = pace.wait(call);
    return { call, flow, step: flow.next() };
  };
  const goOn = (waiting: Waiting, answer: boolean): number => {
    waiting.step = waiting.flow.next(answer);
    return Number(waiting.step.value);
  };
  const [early, late] = [pace.enter(), pace.enter()];
  pace.told(early, 100);
  const waiting = Array.from({ length: 6 }, start);
  const [first, second, third, fourth, watcher, other] = waiting as [
    Waiting,
    Waiting,
    Waiting,
    Waiting,
    Waiting,
    Waiting,
  ];
  time.now = 100;
  pace.passed(goOn(first, false), first.call);
  pace.passed(goOn(second, true), second.call);
  const tickets = [goOn(third, true), goOn(fourth, true)];
  pace.told(late, 300);
  goOn(watcher, true);
  const last = start();
  time.now = 300;
  // In one turn one passes, which gives two their tickets, and one is told.
  pace.passed(tickets[0] ?? 0, third.call);
  pace.told(tickets[1] ?? 0, 500);
  const outdated = [goOn(other, true), goOn(watcher, true)];
  expect(outdated.map((ticket) => pace.holds(ticket))).toEqual([false, false]);
  pace.leave(outdated[0] ?? 0, other.call);
  pace.leave(outdated[1] ?? 0, watcher.call);
  expect((last.step.value as WaitStep).signal.raised).toBe(true);
});
