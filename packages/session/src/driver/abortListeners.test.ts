import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { AbortListeners } from "./abortListeners.ts";

const abortsOf = (signal: AbortSignal): number => getEventListeners(signal, "abort").length;

describe("AbortListeners", () => {
  test("put one listener on a signal, however many listen, and take it away after the last", () => {
    const listeners = new AbortListeners();
    const { signal } = new AbortController();
    const forgets = Array.from({ length: 50 }, () => listeners.add(signal, () => {}));
    expect(abortsOf(signal)).toBe(1);
    for (const forget of forgets.slice(1)) forget();
    expect(abortsOf(signal)).toBe(1);
    forgets[0]?.();
    forgets[0]?.();
    expect(abortsOf(signal)).toBe(0);
    listeners.add(signal, () => {});
    expect(abortsOf(signal)).toBe(1);
  });

  test("tell everyone who still listens, once", () => {
    const listeners = new AbortListeners();
    const controller = new AbortController();
    const told: string[] = [];
    const forget = listeners.add(controller.signal, () => told.push("left before"));
    listeners.add(controller.signal, () => told.push("first"));
    listeners.add(controller.signal, () => told.push("second"));
    forget();
    controller.abort();
    controller.abort();
    expect(told).toEqual(["first", "second"]);
    expect(abortsOf(controller.signal)).toBe(0);
  });
});
