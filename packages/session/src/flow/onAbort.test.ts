import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { onAbort } from "./onAbort.ts";

const abortsOf = (signal: AbortSignal): number => getEventListeners(signal, "abort").length;

describe("onAbort", () => {
  test("puts one listener on a signal, however many listen, and takes it away after the last", () => {
    const { signal } = new AbortController();
    const forgets = Array.from({ length: 50 }, () => onAbort(signal, () => {}));
    expect(abortsOf(signal)).toBe(1);
    for (const forget of forgets.slice(1)) forget();
    expect(abortsOf(signal)).toBe(1);
    forgets[0]?.();
    forgets[0]?.();
    expect(abortsOf(signal)).toBe(0);
    onAbort(signal, () => {});
    expect(abortsOf(signal)).toBe(1);
  });

  test("tells everyone who still listens, once", () => {
    const controller = new AbortController();
    const told: string[] = [];
    const forget = onAbort(controller.signal, () => told.push("left before"));
    onAbort(controller.signal, () => told.push("first"));
    onAbort(controller.signal, () => told.push("second"));
    forget();
    controller.abort();
    controller.abort();
    expect(told).toEqual(["first", "second"]);
    expect(abortsOf(controller.signal)).toBe(0);
  });
});
