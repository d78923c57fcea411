import { describe, expect, test } from "vitest";
import { Slots } from "./slots.ts";

const named = (name: string) => ({ name });

describe("slots", () => {
  test("are used again, and grow no further than by what is there at once", () => {
    const slots = new Slots<object>();
    const taken = new Set<number>();
    for (let round = 0; round < 100; round += 1) {
      const [one, two] = [{}, {}];
      const [first, second] = [slots.add(one), slots.add(two)];
      taken.add(first).add(second);
      expect(slots.size).toBe(2);
      expect([slots.remove(first, one), slots.remove(second, two)]).toEqual([true, true]);
    }
    expect([slots.size, taken.size]).toEqual([0, 2]);
  });

  test("give up only the member that was meant, once", () => {
    const slots = new Slots<object>();
    const [gone, here] = [named("gone"), named("here")];
    const slot = slots.add(gone);
    expect([slots.remove(slot, gone), slots.remove(slot, gone)]).toEqual([true, false]);
    expect(slots.add(here)).toBe(slot);
    expect(slots.remove(slot, gone)).toBe(false);
    expect([...slots]).toEqual([here]);
  });

  test("may be left while they are gone through", () => {
    const slots = new Slots<{ name: string }>();
    const members = ["a", "b", "c"].map((name) => named(name));
    const places = members.map((member) => slots.add(member));
    const met: string[] = [];
    for (const { name } of slots) {
      met.push(name);
      for (const [index, member] of members.entries())
        if (member.name !== "b") slots.remove(places[index] ?? -1, member);
    }
    expect(met).toEqual(["a", "b"]);
  });
});
