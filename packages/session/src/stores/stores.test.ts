import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { assertBlockingStore, type Store } from "../contracts/store.ts";
import { UsageError } from "../errors/usageError.ts";
import { scratchDirectory } from "../testbed/scratchDirectory.ts";
import { fileStore } from "./fileStore.ts";
import { memoryStore } from "./memoryStore.ts";
import { storeConformance } from "./storeConformance.ts";

const newDirectory = (): string => join(scratchDirectory(), "tokens");

const stores: Readonly<Record<string, () => Store>> = {
  memoryStore: () => memoryStore(),
  fileStore: () => fileStore(newDirectory()),
};

describe.each(Object.entries(stores))("%s conforms", (_name, open) => {
  for (const { name, run } of storeConformance(open)) test(name, run);
});

describe("the conformance suite", () => {
  const defects: Readonly<Record<string, Partial<Store>>> = {
    "forgets nothing": { delete: () => {} },
    "keeps nothing": { set: () => {} },
    "returns promises": { get: async () => undefined },
    "overwrites whatever replaces says": { set: (key, value) => memory.set(key, value) },
    "leases to everybody": { lease: () => ({ lease: { beat: () => true, release: () => {} } }) },
  };
  let memory: Store;

  test.each(Object.entries(defects))("finds a store that %s", async (_name, defect) => {
    const failed: string[] = [];
    const open = (): Store => {
      memory = memoryStore();
      return { ...memory, ...defect };
    };
    for (const { name, run } of storeConformance(open)) await run().catch(() => failed.push(name));
    expect(failed).not.toEqual([]);
  });
});

test("a store that answers with promises is refused for a blocking session", () => {
  expect(() => assertBlockingStore(memoryStore())).not.toThrow();
  expect(() => assertBlockingStore({ ...memoryStore(), name: "redis", blocking: false })).toThrow(UsageError);
});

test("printing a store shows nothing of what it keeps", () => {
  const store = memoryStore();
  store.set("key", "canary-secret");
  expect(inspect(store, { depth: 9, showHidden: true }) + JSON.stringify(store)).not.toContain("canary-secret");
});
