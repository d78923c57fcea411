import { type KeystoneBox, startKeystone } from "@latchkey/sandbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDesk, PROGRAM, runCommand } from "../testbed/latchkey.ts";

const desk = openDesk();
let box: KeystoneBox;
beforeAll(async () => {
  box = await startKeystone({ seed: 1, throttle: false });
});
afterAll(() => box.close());

test("a command uses WebAssembly, and V8 optimizes none of it", async () => {
  // V8 says on stdout what it compiles, and with which of its compilers.
  const args = ["--trace-wasm-compilation-times", PROGRAM, "get", "version/", "--url", box.url];
  const { status, stdout } = await runCommand(process.execPath, args, { env: desk.env });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Compiled /m);
  expect(stdout).not.toContain("TurboFan");
});
