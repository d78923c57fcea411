import { expect, test } from "vitest";
import { RecentIds } from "./recentIds.ts";

test("forgets whole pages, oldest first, and never fewer ids than it was asked to know", () => {
  const recent = new RecentIds(4);
  const known = (): number[] => [1, 2, 3, 4, 5, 6, 7, 8].filter((id) => recent.has(id));
  recent.add([1, 2, 3]);
  recent.add([4, 5]);
  expect(known()).toEqual([1, 2, 3, 4, 5]);
  recent.add([6]);
  expect(known()).toEqual([1, 2, 3, 4, 5, 6]);
  recent.add([7, 8]);
  expect(known()).toEqual([4, 5, 6, 7, 8]);
  recent.add([]);
  expect(known()).toEqual([4, 5, 6, 7, 8]);
});

test("knows the ids of a page that is larger than all it was asked to know", () => {
  const recent = new RecentIds(1);
  recent.add(["a", "b"]);
  recent.add(["c", "d"]);
  expect(["a", "b", "c", "d"].filter((id) => recent.has(id))).toEqual(["c", "d"]);
});
