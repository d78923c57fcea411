import { describe, expect, test } from "vitest";
import { contains, distance, extentOf, meets, type Position, type Shape, travel } from "./shapes.ts";

const triangle: Shape = {
  kind: "ring",
  ring: [
    [-100, 40],
    [-90, 40],
    [-95, 50],
  ],
};
const box: Shape = { kind: "box", box: [-100, 40, -90, 50] };
const circle: Shape = { kind: "path", path: [[-95, 45]], reach: 100 };
const path: Shape = {
  kind: "path",
  path: [
    [-100, 40],
    [-90, 40],
  ],
  reach: 20,
};

test("distance and travel agree with known places", () => {
  const [newYork, losAngeles]: [Position, Position] = [
    [-73.97, 40.76],
    [-118.24, 34.05],
  ];
  expect(distance(newYork, losAngeles)).toBeGreaterThan(3900);
  expect(distance(newYork, losAngeles)).toBeLessThan(3990);
  expect(distance(newYork, travel(newYork, 60, 50))).toBeCloseTo(50, 0);
});

describe("contains", () => {
  test.each<[string, Shape, Position, boolean]>([
    ["box, on its edge", box, [-100, 45], true],
    ["box, outside", box, [-100.01, 45], false],
    ["ring, inside", triangle, [-95, 42], true],
    ["ring, in its box but outside", triangle, [-99, 48], false],
    [
      "ring of two points",
      {
        kind: "ring",
        ring: [
          [-105, 40],
          [-100, 36],
        ],
      },
      [-102, 38],
      false,
    ],
    ["circle, 78 km off", circle, [-94, 45], true],
    ["circle, 157 km off", circle, [-93, 45], false],
    ["path, 11 km beside", path, [-95, 40.1], true],
    ["path, 33 km beside", path, [-95, 40.3], false],
    ["path, 34 km past its end", path, [-89.6, 40], false],
  ])("%s", (_, shape, point, inside) => {
    expect(contains(shape, point)).toBe(inside);
    const [west, south, east, north] = extentOf(shape);
    const within = point[0] >= west && point[0] <= east && point[1] >= south && point[1] <= north;
    expect(within || !inside).toBe(true);
  });
});

describe("meets", () => {
  const square = (x: number, y: number, size: number): Position[] => [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
  ];
  test.each<[string, Shape, Position[], boolean]>([
    ["a small ring inside a box", box, square(-96, 44, 1), true],
    ["a ring around a whole box", box, square(-110, 30, 40), true],
    [
      "a cross, no corner inside the other",
      box,
      [
        [-110, 44],
        [-80, 44],
        [-80, 45],
        [-110, 45],
      ],
      true,
    ],
    ["apart", box, square(-80, 44, 1), false],
    ["a circle beside a ring", circle, square(-94, 44.5, 1), true],
    ["a circle far from a ring", circle, square(-90, 44.5, 1), false],
    ["a path through a ring", path, square(-96, 39.5, 1), true],
    ["nothing", { kind: "ring", ring: [] }, square(-96, 44, 1), false],
  ])("%s", (_, shape, ring, met) => {
    expect(meets(shape, ring)).toBe(met);
  });
});
