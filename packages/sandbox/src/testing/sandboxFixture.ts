/** How a test runner is told what to do before or after the tests of a file: `beforeAll` of vitest, `before` of node:test. */
export type TestHook = (work: () => Promise<void>) => unknown;

/**
 * A sandbox for the tests of a file, in one line: started before them, closed after them, whatever they did.
 *
 * @param start - starts it; `thread: true` where the tests block this thread, as blocking sessions do
 * @returns what gives the running sandbox, to be called in tests and in later hooks
 * @throws Error, from what is returned, when no sandbox is running
 *
 * @example
 * ```ts
 * import { afterAll, beforeAll } from "vitest"; // or { after, before } from "node:test"
 * const box = sandboxFixture(() => startKeystone({ thread: true }), beforeAll, afterAll);
 *
 * test("the version", () => {
 *   expect(new KeystoneClient({ url: box().url }).version()).toBe("0.10.9");
 * });
 * ```
 */
export function sandboxFixture<B extends { close(): Promise<void> }>(
  start: () => Promise<B>,
  before: TestHook,
  after: TestHook,
): () => B {
  let box: B | undefined;
  before(async () => {
    box = await start();
  });
  after(async () => {
    const running = box;
    box = undefined;
    await running?.close();
  });
  return () => {
    if (box !== undefined) return box;
    throw new Error("No sandbox is running: use it in tests and hooks, between its start and its end.");
  };
}
