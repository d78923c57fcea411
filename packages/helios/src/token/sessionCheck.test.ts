import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CannedReply } from "@latchkey/session/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { failureOf, heliosTwins } from "../testbed/heliosTwins.ts";
import { TokenScript } from "../testbed/tokenScript.ts";

let baseDir: string;
beforeEach(() => {
  baseDir = mkdtempSync(join(tmpdir(), "latchkey-helios-"));
});
afterEach(() => rmSync(baseDir, { recursive: true }));

const user = { name: "me", roles: [], context: {}, expires_in: 93_600 };

describe.each(heliosTwins)("what the server says of a token, $twin", ({ start }) => {
  /** Starts a session; then `/session` answers so. */
  async function started(answer: CannedReply) {
    const script = new TokenScript();
    const session = await start(script.options(baseDir));
    script.instead = ({ url }) => (url.endsWith("/session") ? answer : undefined);
    return { script, session };
  }

  test.each<[string, CannedReply]>([
    ["is what it says", { json: user }],
    ["may be text", { json: { ...user, expires_in: "93600" } }],
    ["may be left out", { json: { ...user, expires_in: undefined } }],
    ["may be null", { json: { ...user, expires_in: null } }],
    ["may come as another type of JSON", { text: JSON.stringify(user), headers: { "content-type": "text/plain" } }],
  ])("its time %s: a good one", async (_what, answer) => {
    const { script, session } = await started(answer);
    expect(await session.verifyToken()).toBe(true);
    await session.startSession();
    expect(script.issued).toBe(1);
  });

  test.each<[string, CannedReply]>([
    ["no name", { json: { ...user, name: null } }],
    ["an empty name", { json: { ...user, name: "" } }],
    ["a name that is no text", { json: { ...user, name: 5 } }],
    ["no time left", { json: { ...user, expires_in: 0 } }],
    ["less than no time", { json: { ...user, expires_in: -5 } }],
    ["a time that is no number", { json: { ...user, expires_in: {} } }],
    ["an array", { json: [user] }],
    ["null", { json: null }],
    ["half of it", { text: JSON.stringify(user).slice(0, 20) }],
    ["HTML", { text: "<html>", headers: { "content-type": "text/html" } }],
    ["nothing", { text: "" }],
    ["204", { status: 204 }],
    ["400", { status: 400, json: user }],
    ["401 with a whole body", { status: 401, json: user }],
    ["403", { status: 403 }],
    ["404", { status: 404 }],
  ])("%s is a refusal: startSession() replaces the token, once", async (_what, answer) => {
    const { script, session } = await started(answer);
    expect(await session.verifyToken()).toBe(false);
    expect(script.issued).toBe(1);
    await session.startSession();
    expect([script.issued, session.authHeader]).toEqual([2, { Authorization: "Bearer T2" }]);
  });

  test.each([408, 429, 500, 502, 503, 504])(
    "%i is trouble in passing: an error, and the token stays",
    async (status) => {
      const { script, session } = await started({ status });
      const failure = await failureOf(session.startSession());
      expect(failure).toMatchObject({ name: "StatusError", status, method: "GET", url: "http://localhost/v1/session" });
      expect(await failureOf(session.verifyToken())).toMatchObject({ status });
      expect([script.issued, session.authHeader]).toEqual([1, { Authorization: "Bearer T1" }]);
      script.instead = () => undefined;
      expect((await start(script.options(baseDir))).token?.source).toBe("store");
    },
  );

  test.each([301, 302, 307, 308])("%i is an error: a token is never sent on", async (status) => {
    const { script, session } = await started({ status, headers: { location: "http://localhost/elsewhere" } });
    expect(await failureOf(session.startSession())).toMatchObject({ name: "TransportError", code: "redirect" });
    expect(script.transport.requests.some(({ url }) => url.includes("elsewhere"))).toBe(false);
  });
});
