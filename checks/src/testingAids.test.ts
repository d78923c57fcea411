import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AsyncKeystoneClient, KeystoneClient, type KeystoneOptions } from "@latchkey/keystone";
import { sandboxFixture, startKeystone } from "@latchkey/sandbox";
import {
  promised,
  type Recording,
  realTransport,
  recordingTransport,
  replayTransport,
} from "@latchkey/session/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runNode } from "./runNode.ts";

const box = sandboxFixture(() => startKeystone({ throttle: false, thread: true }), beforeAll, afterAll);
const here = dirname(fileURLToPath(import.meta.url));

const twins = [
  { mode: "async", open: (options: KeystoneOptions) => new AsyncKeystoneClient(options) },
  { mode: "blocking", open: (options: KeystoneOptions) => promised<AsyncKeystoneClient>(new KeystoneClient(options)) },
] as const;

/** Work that needs all that a session keeps: cookies, CSRF token, ids out of answers. */
async function work(client: AsyncKeystoneClient): Promise<unknown[]> {
  const user = await client.login({ username: "admin", password: "quickstart" });
  const made = (await client.httpPost("users/teams", { json: { name: "Recorded" } })).raiseForStatus().json();
  const changed = (await client.httpPatch(`users/teams/${made.id}`, { json: { is_active: false } })).raiseForStatus();
  const gone = await client.httpDelete(`users/teams/${made.id}`);
  await client.logout();
  return [user, made, changed.json(), gone.status, await client.whoami()];
}

describe.each(twins)("real exchanges, recorded and replayed in the $mode twin", ({ mode, open }) => {
  test("a session goes the same way without its server, and no secret is kept", async () => {
    const { url } = box();
    const real = realTransport(mode);
    const recorder = recordingTransport(real);
    const recorded = await work(open({ url, transport: recorder }));
    await real.close(true);

    const text = JSON.stringify(recorder.recording());
    expect(text).not.toContain("quickstart");
    expect(text.match(/(sessionid|csrftoken)=(?!scrubbed|\\"\\")[^;]{4}/g)).toBeNull();

    const recording: Recording = JSON.parse(text);
    const transport = replayTransport(recording);
    expect(await work(open({ url, transport }))).toEqual(recorded);
    expect(transport.requests.find(({ method }) => method === "PATCH")?.headers["x-csrftoken"]).toBe("scrubbed");
  });
});

describe("a sandbox for the tests of a file", () => {
  test("runs between the hooks of vitest", async () => {
    await expect(AsyncKeystoneClient.with({ url: box().url }, (client) => client.version())).resolves.toBe("0.10.9");
  });

  test("is not there before and after", async () => {
    const hooks: (() => Promise<void>)[] = [];
    const later = sandboxFixture(
      () => startKeystone(),
      (start) => hooks.push(start),
      (stop) => hooks.push(stop),
    );
    expect(() => later()).toThrow("No sandbox is running");
    await hooks[0]?.();
    expect((await fetch(new URL("version/", later().url))).status).toBe(200);
    await hooks[1]?.();
    expect(() => later()).toThrow("No sandbox is running");
  });

  test("runs between the hooks of node:test", async () => {
    const folder = join(resolve(here, ".."), "dist", "aids");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "nodeTest.mjs");
    writeFileSync(
      file,
      `import assert from "node:assert";
      import { after, before, test } from "node:test";
      import { KeystoneClient } from "@latchkey/keystone";
      import { sandboxFixture, startKeystone } from "@latchkey/sandbox";
      const box = sandboxFixture(() => startKeystone({ thread: true }), before, after);
      test("the version", () => assert.equal(new KeystoneClient({ url: box().url }).version(), "0.10.9"));`,
    );
    const ended = await runNode(["--no-warnings", file], { cwd: folder });
    expect(ended).toMatchObject({ status: 0, stdout: expect.stringMatching(/pass 1\b/) });
  });
});
