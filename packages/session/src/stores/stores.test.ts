import { join } from "node:path";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { assertBlockingStore, type Store } from "../contracts/store.ts";
import { UsageError } from "../errors/usageError.ts";
import { scratchDirectory } from "../testbed/scratchDirectory.ts";
import { fileStore } from "./fileStore.ts";
import { jsonText } from "./jsonText.ts";
import { memoryStore } from "./memoryStore.ts";
import { storeConformance } from "./storeConformance.ts";

const newDirectory = (): string => join(scratchDirectory(), "tokens");

/** As the documentation of {@link Store} writes one. */
function mapStore(): Store {
  const kept = new Map<string, { text: string; expiresAt: number }>();
  return {
    name: "map",
    blocking: true,
    get(key) {
      const { text, expiresAt } = kept.get(key) ?? { text: "", expiresAt: 0 };
      return Date.now() < expiresAt ? JSON.parse(text) : undefined;
    },
    set(key, value, { expiresAt = Infinity, replaces } = {}) {
      const text = jsonText(key, value);
      if (replaces?.(this.get(key)) !== false) kept.set(key, { text, expiresAt });
    },
    delete: (key) => void kept.delete(key),
  };
}

const stores: Readonly<Record<string, () => Store>> = {
  memoryStore: () => memoryStore(),
  fileStore: () => fileStore(newDirectory()),
  "the documentation's own store": mapStore,
};

describe.each(Object.entries(stores))("%s conforms", (_name, open) => {
  for (const { name, run } of storeConformance(open)) test(name, run);
});

describe("the conformance suite", () => {
  const defects: Readonly<Record<string, Partial<Store>>> = {
    "forgets nothing": { delete: () => {} },
    "keeps nothing": { set: () => {} },
    "returns promises": { get: async () => undefined },
    "returns promises of another realm": { delete: () => runInNewContext("Promise.resolve()") },
    "has no name": { name: "" },
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
