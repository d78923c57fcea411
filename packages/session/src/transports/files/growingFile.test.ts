import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { patternOf } from "../../testbed/faults.ts";
import { DiskQueue } from "./diskQueue.ts";
import { GrowingFile } from "./growingFile.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "latchkey-growing-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const unexpected = (error: unknown): never => {
  throw error;
};

describe("a growing file", () => {
  test.each([0, 1, 5_000, 100_000, 10_000_000])("keeps the order of its chunks (queue of %i bytes)", async (limit) => {
    const room = new DiskQueue(limit);
    const file = new GrowingFile(join(directory, "file"), room, unexpected);
    const content = patternOf(2_000_003);
    for (let at = 0, size = 1; at < content.length; at += size, size = (size * 7) % 65_521) {
      file.write(content.subarray(at, at + size));
    }
    const error = await new Promise((resolve) => {
      file.end(resolve);
    });
    expect(error).toBeNull();
    expect(Buffer.compare(readFileSync(file.temporary), content)).toBe(0);
    expect(room.admit(limit)).toBe(true);
  });

  test.each([0, 10_000_000])("gives back chunks that are written, where it can (queue of %i bytes)", async (limit) => {
    const file = new GrowingFile(join(directory, "file"), new DiskQueue(limit), unexpected);
    const whole = Uint8Array.from(patternOf(65_536));
    const small = Uint8Array.from(patternOf(10_000));
    const part = Uint8Array.from(patternOf(100_000)).subarray(1);
    const content = Buffer.concat([whole, small, part, small]);
    for (const chunk of [whole, small, part, small]) {
      file.write(chunk);
      // Whoever brought it may look at it until it has returned.
      expect(chunk.length).toBeGreaterThan(0);
    }
    await new Promise((resolve) => {
      file.end(resolve);
    });
    expect(Buffer.compare(readFileSync(file.temporary), content)).toBe(0);
    // Node 20 cannot.
    await vi.waitFor(() => expect(whole.length).toBe("transfer" in ArrayBuffer.prototype ? 0 : 65_536));
    expect([small.length, part.length]).toEqual([10_000, 99_999]);
  });

  test.each([0, 100_000])("goes away when it is given up, once (queue of %i bytes)", async (limit) => {
    const room = new DiskQueue(limit);
    const file = new GrowingFile(join(directory, "file"), room, unexpected);
    file.write(patternOf(50_000));
    file.write(patternOf(50_000));
    file.discard();
    file.discard();
    expect(readdirSync(directory)).toEqual([]);
    // What is being written goes on to wait until it is.
    await vi.waitFor(() => expect(room.admit(limit)).toBe(true));
  });

  test("shares its queue with others: what one of them keeps waiting, the others write at once", async () => {
    const room = new DiskQueue(100_000);
    const [first, second] = ["a", "b"].map((name) => new GrowingFile(join(directory, name), room, unexpected));
    first?.write(patternOf(90_000));
    second?.write(patternOf(20_000));
    expect(readFileSync(second?.temporary ?? "")).toHaveLength(20_000);
    for (const file of [first, second]) {
      await new Promise((resolve) => {
        file?.end(resolve);
      });
    }
    expect(readFileSync(first?.temporary ?? "")).toHaveLength(90_000);
    expect(room.admit(100_000)).toBe(true);
  });
});
