import { describe, expect, test } from "vitest";
import { OwnRequests } from "./ownRequests.ts";

const MINUTE = 60_000;
const rate = { limit: 2, window: MINUTE };

describe("what a host began", () => {
  test.each([
    [0, false, 2],
    [MINUTE, false, 2],
    [62_999, false, 2],
    [63_000, true, 2],
    [63_001, true, 0],
  ])("counts for a twentieth longer than its window: after %i ms", (now, free, counted) => {
    const own = new OwnRequests(rate);
    own.add(0);
    own.add(0);
    expect([own.free(now, rate), own.since(0, now)]).toEqual([free, counted]);
  });
});
