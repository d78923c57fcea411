import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { endsWithin } from "./endsWithin.ts";

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

test("a time that was not needed is not waited for", async () => {
  const before = timers();
  await endsWithin(Promise.resolve(), 3_600_000);
  expect(timers()).toBe(before);
});

test("something that does not end is waited for no longer than that", async () => {
  await endsWithin(new Promise(() => {}), 1);
});

test("a time without end is not cut short", async () => {
  let ended = false;
  const something = pause(20).then(() => {
    ended = true;
  });
  await endsWithin(something, Infinity);
  expect(ended).toBe(true);
});
