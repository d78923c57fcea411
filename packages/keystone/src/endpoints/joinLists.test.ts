import { expect, test } from "vitest";
import { joinLists } from "./joinLists.ts";

test("lists become one value; everything else stays as it is", () => {
  const day = new Date(Date.UTC(2026, 0, 2));
  expect(joinLists({ id__in: [1, 2, undefined, 3n], submitted__in: [day], name: "a,b", _limit: 5 })).toEqual({
    id__in: "1,2,3",
    submitted__in: "2026-01-02T00:00:00.000Z",
    name: "a,b",
    _limit: 5,
  });
  const untouched = { name: "x" };
  expect(joinLists(untouched)).toBe(untouched);
  const search = new URLSearchParams("a=1&a=2");
  expect(joinLists(search)).toBe(search);
});

test.each([
  [["a,b"], "comma"],
  [[], "empty list"],
  [[Number.NaN], "finite"],
  [[new Date(Number.NaN)], "is an invalid date"],
  [[null], "must be a string, number, bigint, boolean or Date"],
  [[{}], "must be a string, number, bigint, boolean or Date"],
])("%j is refused: %s", (list, why) => {
  // JavaScript passes anything.
  const params = { name__in: list } as { name__in: string[] };
  expect(() => joinLists(params)).toThrow(why);
  expect(() => joinLists(params)).toThrow("params.name__in");
});

test("null in a list gets the advice that null alone does", () => {
  // JavaScript passes anything.
  const params = { name__in: ["a", null] } as { name__in: string[] };
  expect(() => joinLists(params)).toThrow(expect.objectContaining({ hint: expect.stringContaining("Leave it out") }));
});
