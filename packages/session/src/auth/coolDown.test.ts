import { describe, expect, test } from "vitest";
import { CoolDown } from "./coolDown.ts";

describe("the cool-down", () => {
  test("doubles its pause with each strike, after those that are free", () => {
    const coolDown = new CoolDown(2);
    const pauses: number[] = [];
    let now = 0;
    for (let strike = 0; strike < 10; strike += 1) {
      coolDown.strike(now);
      const from = now;
      while (!coolDown.over(now)) now += 500;
      pauses.push(now - from);
    }
    expect(pauses).toEqual([0, 0, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  });

  test("forgets after a success, or a quiet time", () => {
    const coolDown = new CoolDown(0);
    coolDown.strike(0);
    coolDown.calm();
    expect(coolDown.over(0)).toBe(true);
    coolDown.strike(0);
    coolDown.strike(1000);
    coolDown.strike(20_000);
    expect([coolDown.over(20_999), coolDown.over(21_000)]).toEqual([false, true]);
  });

  test("lasts at least as long as asked, and never longer than a minute", () => {
    const coolDown = new CoolDown(0);
    coolDown.strike(0, 30_000);
    expect([coolDown.over(29_999), coolDown.over(30_000)]).toEqual([false, true]);
    coolDown.calm();
    coolDown.strike(0, 3_600_000);
    expect(coolDown.over(60_000)).toBe(true);
  });
});
