import fc from "fast-check";
import { expect, test } from "vitest";
import { TimerQueue } from "./timerQueue.ts";

test("fires what is due, in order, and nothing that was cancelled", () => {
  const timers = fc.array(fc.record({ until: fc.integer({ min: 0, max: 50 }), cancelled: fc.boolean() }));
  fc.assert(
    fc.property(timers, fc.integer({ min: 0, max: 50 }), (wanted, now) => {
      const queue = new TimerQueue();
      const fired: number[] = [];
      let cancellations = 0;
      for (const { until, cancelled } of wanted) {
        const cancel = queue.add(until, (outcome) => {
          if ("error" in outcome) cancellations += 1;
          else fired.push(until);
        });
        if (cancelled) cancel(new Error("cancelled"));
      }
      const kept = wanted.filter(({ cancelled }) => !cancelled).map(({ until }) => until);
      const due = kept.filter((until) => until <= now).toSorted((a, b) => a - b);
      expect(queue.fire(now)).toBe(due.length > 0);
      expect(fired).toEqual(due);
      expect(cancellations).toBe(wanted.length - kept.length);
      expect(queue.next).toBe(Math.min(...kept.filter((until) => until > now)));
    }),
  );
});
