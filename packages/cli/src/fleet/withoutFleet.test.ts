import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type HeliosBox, startHelios } from "@latchkey/sandbox";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDesk } from "../testbed/latchkey.ts";
import { CAMERA, spanOf } from "../testbed/queueScene.ts";

const NOWHERE = ["--queue", "redis://127.0.0.1:1"];
const desk = openDesk();
const images = ["helios", "images", CAMERA, ...spanOf(3), "--out", join(desk.home, "images")];
let box: HeliosBox;

beforeAll(async () => {
  box = await startHelios({ throttle: false });
  const login = ["login", "helios", "--url", box.url, "--client-id", "sandbox", "--secret-stdin"];
  expect(await desk.run(login, { input: "sandbox-secret" })).toMatchObject({ status: 0 });
});
afterAll(() => box.close());

/** What a command loads, as a list of files; and how it ended. */
async function loadedBy(args: readonly string[]): Promise<{ readonly loaded: string; readonly stderr: string }> {
  const folder = join(desk.home, `loaded-${args.length}`);
  const { status, stderr } = await desk.run(args, { env: { NODE_V8_COVERAGE: folder } });
  expect(status).toBe(0);
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  return { loaded: files.join("\n"), stderr };
}

const FLEET = /\/(?:redis\/dist\/index|bullmq\/dist|ioredis\/built)/;

test("who has no fleet loads nothing that is for one", async () => {
  expect((await loadedBy(images)).loaded).not.toMatch(FLEET);
});

test("without Redis images are fetched here, within this host's share of the limit, and that is said", async () => {
  const { loaded, stderr } = await loadedBy([...images, ...NOWHERE, "--patience", "0.1"]);
  expect(loaded).toMatch(FLEET);
  expect(stderr).toMatch(/Warning: Redis does not answer at redis:\/\/127\.0\.0\.1:1\. 3 items are done here/);
  expect(stderr).toMatch(/Warning: .*this host keeps to its share of the limit: 100 requests in 60 s\./);
  expect(stderr).toMatch(/3 of 3 images in .*: 0 saved \(0 kB\), 3 kept\./);
});

test("without Redis a worker has nothing to do: 7, and what to look at", async () => {
  const ended = await desk.run(["worker", ...NOWHERE, "--patience", "0.1"]);
  expect(ended).toMatchObject({ status: 7, stdout: "" });
  expect(ended.stderr).toMatch(
    /Error: Redis does not answer at redis:\/\/127\.0\.0\.1:1\.\nHint: See that it runs.*ECONNREFUSED/,
  );
});

const SOME = ["helios", "images", CAMERA, "--from", "2018", "--out", "x"];

test.each([
  [["worker", "--queue", "redis://:canary-5@127.0.0.1:1"], /must not hold a password/],
  [["worker", "--queue", "redis://127.0.0.1:1?password=canary-6"], /must have nothing after a \? or #/],
  [["worker", "--queue", "redis://127.0.0.1:1/#canary-7"], /must have nothing after a \? or #/],
  [["worker", "--queue", "redis://127.0.0.1:1/notadb"], /may end in the number of a database/],
  [["worker", "--queue", "redis://127.0.0.1:1/1/2"], /may end in the number of a database/],
  [["worker", "--queue", "redis://a%zz@127.0.0.1:1"], /names a user with a % that encodes nothing/],
  [["worker", "--queue", "http://127.0.0.1:1"], /must be the URL of a Redis/],
  [["worker", ...NOWHERE, "--takeover", "0.5"], /Give seconds, from 1 to 86400/],
  [["worker", ...NOWHERE, "--rate", "fast"], /rate must be a number of requests and a time/],
  [[...SOME, ...NOWHERE, "--existing", "replace"], /does not go with --queue/],
  [[...SOME, "--rate", "5/s"], /--rate goes with --queue/],
])("%j is refused", async (args, message) => {
  const ended = await desk.run(args);
  expect(ended).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(message) });
  expect(ended.stderr).not.toContain("canary");
});

describe("without the package", () => {
  const scriptOf = (code: string): string => `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;

  test.each(["bullmq", "ioredis"])("%s it says what to install", async (name) => {
    const hide = `export const resolve = (specifier, context, next) => {
      if (specifier !== "${name}") return next(specifier, context);
      throw Object.assign(new Error("not there"), { code: "ERR_MODULE_NOT_FOUND" });
    };`;
    const register = `import { register } from "node:module"; register(${JSON.stringify(scriptOf(hide))});`;
    const env = { NODE_OPTIONS: `--import ${scriptOf(register)}` };
    const ended = await desk.run(["worker", ...NOWHERE], { env });
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(/bullmq.* not installed/);
    expect(ended.stderr).toMatch(/Hint: .*npm install .*bullmq ioredis/);
  });
});
