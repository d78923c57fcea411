import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { memoryStore } from "@latchkey/session";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { AsyncHeliosSession } from "../asyncHeliosSession.ts";

const COUNT = 20;

let box: HeliosBox;
const outDir = mkdtempSync(join(tmpdir(), "latchkey-costs-"));
// In a thread of its own, so that what the server makes is not counted.
beforeAll(async () => {
  box = await startHelios({ throttle: false, thread: true });
});
afterEach(() => vi.unstubAllGlobals());
afterAll(async () => {
  await box.close();
  rmSync(outDir, { recursive: true });
});

test("an image is saved without building the platform's Headers, which cost more than reading two fields", async () => {
  const made = vi.fn();
  await AsyncHeliosSession.with({ apiUrl: box.url, ...box.credentials, store: memoryStore() }, async ({ cameras }) => {
    const { results } = await cameras.index({ limit: 1 });
    const camera = results.at(0)?.id ?? "";
    const times = Array.from({ length: COUNT }, (_, index) => new Date(Date.UTC(2018, 0, 1, 12, 10 * index)));
    const counted: ProxyHandler<typeof Headers> = {
      construct(target, given) {
        made();
        return Reflect.construct(target, given);
      },
    };
    vi.stubGlobal("Headers", new Proxy(Headers, counted));
    await cameras.showImage(camera, times, { outDir });
  });
  expect(readdirSync(outDir)).toHaveLength(COUNT);
  expect(made).not.toHaveBeenCalled();
});
