import { expect, test } from "vitest";
import { cities } from "./cities.ts";
import { stateAt } from "./outlines.ts";

test("the gazetteer has hundreds of cities, over all states, each inside the outline of its own", () => {
  expect(cities.length).toBeGreaterThan(300);
  expect(new Set(cities.map(({ state }) => state)).size).toBe(51);
  expect(cities.filter(({ state, position }) => stateAt(position) !== state)).toEqual([]);
});

test.each([
  ["the Atlantic", [-60, 35]],
  ["Toronto", [-79.4, 43.7]],
  ["Mexico", [-100, 22]],
] as const)("%s is in no state", (_, point) => {
  expect(stateAt(point)).toBeUndefined();
});
