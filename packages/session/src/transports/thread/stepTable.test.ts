import { describe, expect, test } from "vitest";
import { StepIds, StepTable } from "./stepTable.ts";

describe("a table of steps", () => {
  test("tells a step from the one that had its place before", () => {
    const ids = new StepIds();
    const table = new StepTable<{ name: string }>();
    const first = ids.next();
    table.set(first, { name: "first" });
    expect(table.delete(first)).toBe(true);
    ids.release(first);
    const second = ids.next();
    table.set(second, { name: "second" });
    expect(second).not.toBe(first);
    expect([table.get(first), table.has(first), table.delete(first)]).toEqual([undefined, false, false]);
    expect([table.get(second), table.size]).toEqual([{ name: "second" }, 1]);
  });

  test("holds what is there, however many went through it", () => {
    const ids = new StepIds();
    const table = new StepTable<{ index: number }>();
    const underWay: number[] = [];
    const given = new Set<number>();
    for (let index = 0; index < 5_000; index += 1) {
      const id = ids.next();
      given.add(id);
      table.set(id, { index });
      table.set(id, { index });
      underWay.push(id);
      const over = underWay.length > 30 ? underWay.splice(index % 30, 1) : [];
      for (const gone of over) {
        table.delete(gone);
        ids.release(gone);
      }
    }
    expect([given.size, table.size]).toEqual([5_000, 30]);
    expect(new Set([...table].map(([id]) => id))).toEqual(new Set(underWay));
  });
});
