import { describe, expect, test } from "vitest";
import { NumberedSteps, StepTable } from "./stepTable.ts";

describe("a table of steps", () => {
  test("tells a step from the one that had its place before", () => {
    const table = new NumberedSteps<{ name: string }>();
    const first = table.add({ name: "first" });
    expect(table.delete(first)).toBe(true);
    const second = table.add({ name: "second" });
    expect(second).not.toBe(first);
    expect([table.get(first), table.has(first), table.delete(first)]).toEqual([undefined, false, false]);
    expect([table.get(second), table.size]).toEqual([{ name: "second" }, 1]);
  });

  test("holds what is there, however many went through it", () => {
    const table = new NumberedSteps<{ index: number }>();
    // The other side, which is told the numbers.
    const told = new StepTable<{ index: number }>();
    const underWay: number[] = [];
    const given = new Set<number>();
    for (let index = 0; index < 5_000; index += 1) {
      const id = table.add({ index });
      given.add(id);
      told.set(id, { index });
      underWay.push(id);
      if (underWay.length <= 30) continue;
      for (const over of underWay.splice(index % 30, 1)) {
        expect([table.delete(over), told.delete(over), told.delete(over)]).toEqual([true, true, false]);
      }
    }
    expect([given.size, table.size, told.size]).toEqual([5_000, 30, 30]);
    expect(new Set(table.ids())).toEqual(new Set(underWay));
    expect(new Set(told.ids())).toEqual(new Set(underWay));
    expect(new Set(underWay.map((id) => id % 2 ** 20)).size).toBe(30);
    expect(Math.max(...[...given].map((id) => id % 2 ** 20))).toBe(30);
    expect([table.some(({ index }) => index === 4_999), table.some(({ index }) => index < 0)]).toEqual([true, false]);
  });
});
