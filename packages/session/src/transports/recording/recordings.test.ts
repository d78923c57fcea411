import { describe, expect, test } from "vitest";
import { bearer } from "../../auth/fixedCredential.ts";
import { DecodeError } from "../../errors/decodeError.ts";
import { TransportError } from "../../errors/transportError.ts";
import { AsyncSession } from "../../session/asyncSession.ts";
import { promised } from "../../session/promised.ts";
import { Session } from "../../session/session.ts";
import type { SessionOptions } from "../../session/sessionOptions.ts";
import { type Script, scriptedTransport } from "../scripted.ts";
import type { Recording } from "./recording.ts";
import { recordingTransport } from "./recordingTransport.ts";
import { replayTransport } from "./replayTransport.ts";

const url = "http://localhost/";
const twins = [
  { twin: "async", open: (options: SessionOptions) => new AsyncSession(options) },
  { twin: "blocking", open: (options: SessionOptions) => promised<AsyncSession>(new Session(options)) },
] as const;

describe.each(twins)("a recording, in the $twin twin", ({ open }) => {
  /** Records what a script answers to the requests of `work`. */
  async function record(script: Script, work: (session: AsyncSession) => Promise<unknown>): Promise<Recording> {
    const transport = recordingTransport(scriptedTransport(script, { wall: 1_000_000 }), { secrets: ["pin-1234"] });
    const session = open({ url, transport, auth: bearer("t0ken-t0ken") });
    await work(session);
    await session.close();
    return JSON.parse(JSON.stringify(transport.recording()));
  }

  test("fails the call whose answer it cannot keep without its secrets", async () => {
    const depth = 200_000;
    const text = `${"[".repeat(depth)}${"]".repeat(depth)}`;
    const headers = { "content-type": "application/json" };
    const recording = await record([{ text, headers }, {}], async (session) => {
      const message = expect.stringContaining("cannot be recorded");
      await expect(session.httpGet("deep")).rejects.toMatchObject({ name: "UsageError", code: "body", message });
      expect((await session.httpGet("flat")).status).toBe(200);
    });
    expect(recording.exchanges).toHaveLength(1);
  });

  test("is replayed with the same answers, in the same order, for each address", async () => {
    const bytes = new Uint8Array([0, 255, 1]);
    const recording = await record(
      [{ json: { n: 1 } }, { json: { n: 2 } }, { bytes }, { status: 404, text: "no" }],
      async (session) => {
        for (const endpoint of ["a", "a", "b?x=1", "c"]) await session.httpGet(endpoint);
      },
    );
    const session = open({ url, transport: replayTransport(recording) });
    // Other addresses may come in another order.
    expect((await session.httpGet("b?x=1")).content).toEqual(bytes);
    expect((await session.httpGet("a")).json()).toEqual({ n: 1 });
    expect((await session.httpGet("a")).json()).toEqual({ n: 2 });
    expect(await session.httpGet("c")).toMatchObject({ status: 404, problem: "no" });
  });

  test("holds no secret", async () => {
    const reply = {
      headers: { "set-cookie": ["sessionid=c00kie-c00kie; Path=/", "csrftoken=csrf-csrf; Path=/"] },
      json: { access_token: "fresh-fresh", note: "t0ken-t0ken, pin-1234" },
    };
    const recording = await record([reply, reply], async (session) => {
      await session.httpPost("login?api_key=k3y-k3y-k3y", { json: { password: "hunter2-hunter2" } });
      await session.httpGet("echo", { headers: { "x-note": "c00kie-c00kie" } });
    });
    const form = {
      text: "access_token=f0rm-f0rm&scope=a",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    };
    const text = JSON.stringify([recording, await record([form], (session) => session.httpPost("token"))]);
    expect(text).toContain("access_token=scrubbed&scope=a");
    for (const secret of [
      "f0rm-f0rm",
      "t0ken-t0ken",
      "pin-1234",
      "c00kie",
      "csrf-csrf",
      "fresh-fresh",
      "k3y-k3y",
      "hunter2",
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(recording.exchanges[0]).toMatchObject({
      request: { url: "http://localhost/login?api_key=scrubbed", headers: { authorization: "Bearer scrubbed" } },
    });
  });

  test("keeps failures of the wire", async () => {
    const failure = new TransportError("reset", "The connection was reset.", { sent: true });
    const recording = await record([failure], async (session) => session.httpPost("a").catch(() => {}));
    const session = open({ url, transport: replayTransport(recording) });
    await expect(session.httpPost("a")).rejects.toMatchObject({ code: "reset", sent: true });
  });

  test("keeps bodies that could not be decoded", async () => {
    const recording = await record([new DecodeError("cut short"), { text: "1" }], (session) => session.httpGet("a"));
    const session = open({ url, transport: replayTransport(recording) });
    expect((await session.httpGet("a")).attempts).toBe(2);
  });

  test("keeps the time that things took, and with it what there was no time for", async () => {
    const recording = await record([{ text: "1", delay: 40 }, { delay: 60_000 }], async (session) => {
      await session.httpGet("a");
      await session.httpGet("b", { timeout: 300 }).catch(() => {});
    });
    expect(recording.exchanges.map(({ ms }) => ms)).toEqual([40, 300]);
    const session = open({ url, transport: replayTransport(recording) });
    expect((await session.httpGet("a")).elapsed).toBe(40);
    await expect(session.httpGet("b", { timeout: 300 })).rejects.toMatchObject({ code: "timeout", attempts: 1 });
  });

  test("is replayed at its own time", async () => {
    const recording = await record([{ text: "1" }], (session) => session.httpGet("a"));
    const transport = replayTransport(recording);
    expect([recording.wall, transport.clock.wall()]).toEqual([1_000_000, 1_000_000]);
  });

  test("answers each of several requests to one address with its own", async () => {
    const script: Script = ({ text }, index) => ({ text: `${index}: ${text}`, delay: index === 0 ? 50 : 1 });
    const ask = async (session: AsyncSession): Promise<(string | undefined)[]> => {
      const posts = ["slow", "fast"].map((q) => ({ method: "POST", endpoint: "search", json: { q } }) as const);
      const items = await session.all([...posts, "same", "same"]);
      return items.map(({ response }) => response?.text());
    };
    let answers: unknown;
    const recording = await record(script, async (session) => {
      answers = await ask(session);
    });
    const session = open({ url, transport: replayTransport(recording) });
    expect(await ask(session)).toEqual(answers);
    const again = open({ url, transport: replayTransport(recording) });
    expect((await again.httpPost("search", { json: { q: "fast" } })).text()).toBe('1: {"q":"fast"}');
  });

  test("is replayed where a secret was part of the address", async () => {
    const recording = await record(
      [{ json: { key: "observations" } }, { text: "1" }, { text: "2" }],
      async (session) => {
        for (const endpoint of ["a", "things/pin-1234/x", "observations"]) await session.httpGet(endpoint);
      },
    );
    expect(recording.exchanges.map(({ request }) => request.url.slice(url.length))).toEqual([
      "a",
      "things/scrubbed/x",
      "scrubbed",
    ]);
    const session = open({ url, transport: replayTransport(recording) });
    expect((await session.httpGet("observations")).text()).toBe("2");
    expect((await session.httpGet("things/pin-1234/x")).text()).toBe("1");
    await expect(session.httpGet("a/b")).rejects.toThrow("The recording has no (more) GET http://localhost/a/b");
  });

  test("says what it does not have", async () => {
    const recording = await record([{ text: "1" }], (session) => session.httpGet("a"));
    const session = open({ url, transport: replayTransport(recording) });
    await expect(session.httpGet("b")).rejects.toThrow(
      "The recording has no (more) GET http://localhost/b: it goes on with GET http://localhost/a.",
    );
    await session.httpGet("a");
    await expect(session.httpGet("a")).rejects.toThrow("nothing is left of it");
  });

  test("refuses what it could not replay", async () => {
    const transport = recordingTransport(scriptedTransport([]));
    await expect(open({ url, transport }).download("a", "/tmp/x")).rejects.toMatchObject({ code: "option" });
  });
});

test("what is no recording is refused", () => {
  // As JSON.parse gives it, from a file that holds something else.
  expect(() => replayTransport(JSON.parse('{"format":2}'))).toThrow("format must be 1");
});

test.each([
  ["an option that there is none of", { secret: ["pin-1234"] }, 'There is no option "secret". Did you mean "secrets"?'],
  ["one secret without a list", { secrets: "pin-1234" }, "secrets must be a list of strings."],
])("%s is refused", (_what, options, message) => {
  // As plain JavaScript passes them.
  expect(() => recordingTransport(scriptedTransport([]), JSON.parse(JSON.stringify(options)))).toThrow(message);
});
