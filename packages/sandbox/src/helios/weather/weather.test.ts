import { describe, expect, test } from "vitest";
import { cities } from "../geo/cities.ts";
import { readSensors } from "../observations/sensors.ts";
import { sunHeight } from "./sun.ts";
import { step, weatherModel } from "./weather.ts";

const start = Date.UTC(2018, 0, 5);

describe("weather", () => {
  test("follows from the seed, the place and the time alone, in whatever order it is asked", () => {
    const [one, again, other] = [weatherModel(1), weatherModel(1), weatherModel(2)];
    const places = cities.slice(0, 40).map(({ position }) => position);
    const times = [0, 6, 12].map((steps) => start + steps * step);
    const forwards = times.flatMap((time) => places.map((place) => one.at(place, time)));
    const backwards = times.toReversed().flatMap((time) => places.toReversed().map((place) => again.at(place, time)));
    expect(backwards.toReversed()).toEqual(forwards);
    expect(times.flatMap((time) => places.map((place) => other.at(place, time)))).not.toEqual(forwards);
  });

  test("moves: a storm's centre is elsewhere an hour later", () => {
    const model = weatherModel(1);
    const [before, after] = [model.cells(start).storm, model.cells(start + 6 * step).storm];
    const storm = before.find(({ cell }) =>
      after.some((one) => one.cell.spell === cell.spell && one.cell.index === cell.index),
    );
    const later = after.find((one) => one.cell.spell === storm?.cell.spell && one.cell.index === storm?.cell.index);
    expect(later?.centre).not.toEqual(storm?.centre);
  });

  test("brings every code that the sensors have, within a few winter days", () => {
    const model = weatherModel(1);
    const seen: Record<string, Set<number>> = { visibility: new Set(), road_weather: new Set(), precip: new Set() };
    for (let time = start; time < start + 4 * 86_400_000; time += 9 * step) {
      for (const [i, { position }] of cities.entries()) {
        for (const [name, code] of Object.entries(readSensors(model, i, position, time))) seen[name]?.add(code);
      }
    }
    expect(
      Object.fromEntries(Object.entries(seen).map(([name, codes]) => [name, [...codes].toSorted((a, b) => a - b)])),
    ).toEqual({
      visibility: [-1, 0, 0.2, 0.5, 1],
      road_weather: [-1, 0, 1, 2, 3, 6, 10],
      precip: [-1, 0, 1],
    });
  });
});

test("the sun stands high in Denver at noon in June and low in December, and is down at night", () => {
  const denver = [-105, 39.74] as const;
  expect(sunHeight(denver, Date.UTC(2018, 5, 21, 19))).toBeCloseTo(73.7, 0);
  expect(sunHeight(denver, Date.UTC(2018, 11, 21, 19))).toBeCloseTo(26.8, 0);
  expect(sunHeight(denver, Date.UTC(2018, 5, 21, 7))).toBeLessThan(-20);
});
