import { expect, test } from "vitest";
import { renewalMargin, tokenLifetime } from "./tokenLifetime.ts";

test.each([
  [3600, 3_600_000],
  ["3600", 3_600_000],
  [1, 1000],
  [0.001, 1000],
  [1e308, 365 * 86_400_000],
  ["999999999999999", 365 * 86_400_000],
  [Infinity, 365 * 86_400_000],
  [undefined, undefined],
  [null, undefined],
  [0, undefined],
  ["0", undefined],
  [-1, undefined],
  ["-1", undefined],
  ["1e3", undefined],
  ["soon", undefined],
  [Number.NaN, undefined],
  [true, undefined],
  [[3600], undefined],
])("expires_in %j is a life of %j ms", (expiresIn, expected) => {
  expect(tokenLifetime(expiresIn)).toBe(expected);
});

test.each([
  [3_600_000, 60_000],
  [600_000, 60_000],
  [100_000, 10_000],
  [1000, 100],
])("a life of %j ms is renewed %j ms before its end", (lifetime, margin) => {
  expect(renewalMargin(lifetime)).toBe(margin);
});
