import { expect, test } from "vitest";
import { newCid } from "./newCid.ts";

test("a correlation id is a UUID of version 4, another each time", () => {
  const ids = Array.from({ length: 10_000 }, newCid);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
  // Each place that may vary does, over all its values.
  const digits = (place: number): number => new Set(ids.map((id) => id[place])).size;
  for (const place of [0, 7, 9, 12, 15, 17, 20, 22, 24, 35]) expect(digits(place)).toBe(16);
  expect(digits(19)).toBe(4);
});
