import { beforeEach, describe, expect, test } from "vitest";
import { Door, OPEN } from "./door.ts";
import { DOOR, SIGNALS } from "./wire.ts";

// Both sides in one thread: the caller does what it does while the I/O thread rings, its door open.
let signals: Int32Array;
let caller: Door;
let thread: Door;
beforeEach(() => {
  signals = new Int32Array(new SharedArrayBuffer(SIGNALS * Int32Array.BYTES_PER_ELEMENT));
  caller = new Door(signals);
  thread = new Door(signals);
});

/** Whether the thread found a letter, and whether the caller's knocks while it looked said that it would. */
function watching(...knocks: readonly ("letter" | "message")[]): { found: boolean; told: boolean[] } {
  let told: boolean[] = [];
  const found = thread.watch(() => {
    told = knocks.map((knock) => caller.knock(knock === "letter"));
  });
  return { found, told };
}

describe("a door", () => {
  test("takes a letter while the I/O thread looks", () => {
    expect(watching("letter")).toEqual({ found: true, told: [true] });
    thread.heard();
    expect(watching("letter")).toEqual({ found: true, told: [true] });
  });

  test("is shut while the I/O thread is elsewhere", () => {
    expect(caller.knock(true)).toBe(false);
    thread.heard();
    expect(watching()).toEqual({ found: false, told: [] });
    expect(caller.knock(true)).toBe(false);
  });

  test("lets the I/O thread go where a message comes by the port", () => {
    expect(watching("message")).toEqual({ found: false, told: [false] });
  });

  test.each<["letter" | "message", "letter" | "message", boolean]>([
    ["message", "letter", false],
    ["message", "message", false],
    ["letter", "message", true],
  ])("keeps the order of a %s and a %s", (first, second, found) => {
    expect(watching(first, second)).toEqual({ found, told: [found, false] });
  });

  test("takes nothing until all that came by the port has been heard", () => {
    caller.knock(false);
    // The thread opens the door a moment later: the message still waits at the port.
    Atomics.store(signals, DOOR, OPEN);
    expect(caller.knock(true)).toBe(false);
    expect(watching("letter")).toEqual({ found: false, told: [false] });
    for (let index = 0; index < 3; index += 1) thread.heard();
    expect(watching("letter")).toEqual({ found: true, told: [true] });
  });

  test("has the caller rung for once, while it is open", () => {
    const states: number[] = [];
    thread.watch(() => states.push(Atomics.load(signals, DOOR)));
    expect(states).toEqual([OPEN]);
  });
});
