import { describe, expect, test } from "vitest";
import { Queue } from "./queue.ts";

const numbered = (count: number) => Array.from({ length: count }, (_, number) => ({ number }));

describe("a queue", () => {
  test("serves in the order of arrival those that have not left", () => {
    const queue = new Queue<{ number: number }>();
    const all = numbered(6);
    const places = all.map((item) => queue.add(item));
    for (const index of [0, 3, 5]) expect(queue.remove(places[index] ?? -1, all[index] ?? { number: -1 })).toBe(true);
    expect(queue.size).toBe(3);
    expect([queue.take(), queue.take(), queue.take(), queue.take()]).toEqual([all[1], all[2], all[4], undefined]);
    expect(queue.size).toBe(0);
  });

  test("knows who left or was served already", () => {
    const queue = new Queue<object>();
    const [first, second, third] = [{}, {}, {}];
    const places = [queue.add(first), queue.add(second)] as const;
    expect(queue.take()).toBe(first);
    expect(queue.remove(places[0], first)).toBe(false);
    expect([queue.remove(places[1], second), queue.remove(places[1], second)]).toEqual([true, false]);
    queue.add(third);
    expect(queue.remove(places[0], first)).toBe(false);
    expect([queue.take(), queue.take()]).toEqual([third, undefined]);
  });

  // Long enough for places to be given back in between, at different heads.
  test.each([1, 7, 600, 2_000])("keeps its order over a long time, with %i in it", (length) => {
    const queue = new Queue<{ number: number }>();
    const all = numbered(10_000);
    const places = all.slice(0, length).map((item) => queue.add(item));
    const served: number[] = [];
    const left: number[] = [];
    for (const [index, item] of all.entries()) {
      if (index < length) continue;
      if (index % 5 === 0) {
        const place = places[index - 1];
        const last = all[index - 1];
        if (place !== undefined && last !== undefined && queue.remove(place, last)) left.push(last.number);
      }
      places.push(queue.add(item));
      const next = queue.take();
      if (next !== undefined) served.push(next.number);
    }
    for (let next = queue.take(); next !== undefined; next = queue.take()) served.push(next.number);
    expect(served).toEqual(served.toSorted((one, other) => one - other));
    expect([...served, ...left].toSorted((one, other) => one - other)).toEqual(all.map(({ number }) => number));
  });
});
