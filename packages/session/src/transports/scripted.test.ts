import { describe, expect, onTestFinished, test, vi } from "vitest";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import { failureOf } from "../testbed/twins.ts";
import { type ScriptedRequest, scriptedTransport } from "./scripted.ts";

describe.each(sessionTwins)("a scripted transport, in the $twin twin", ({ open }) => {
  /** As an assertion within a script does. */
  const refuse = ({ url }: ScriptedRequest): never => {
    throw new Error(`unexpected: ${url}`);
  };

  test("fails the request for which its script throws, whenever that is", async () => {
    const { session, transport } = open((request, index) => (index === 0 ? { status: 503 } : refuse(request)));
    await expect(session.httpGet("things/1")).rejects.toThrow("unexpected: http://localhost/api/things/1");
    expect(transport.requests).toHaveLength(2);
  });

  test.each([
    [{ stats: 404 }, /has no "stats"/],
    [{ json: {}, text: "" }, /more than one of json, text and bytes/],
  ])("refuses the reply %j, which says something else than was meant", async (reply, message) => {
    const { session } = open([reply as object]);
    expect(await failureOf(session.httpGet("things"))).toMatchObject({
      name: "UsageError",
      message: expect.stringMatching(message),
    });
  });

  test("goes on with the other requests of a batch", async () => {
    const { session, transport } = open((request, index) => (index === 1 ? refuse(request) : {}), {
      maxConcurrency: 1,
    });
    const items = await session.all(["things/1", "things/2", "things/3"]);
    expect(items.map(({ response, error }) => response?.status ?? error?.message)).toEqual([
      200,
      "unexpected: http://localhost/api/things/2",
      200,
    ]);
    expect(transport.mostAtOnce).toBe(1);
  });

  test("goes on by itself where a test has timers of its own", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { session } = open([{ status: 503 }, { delay: 1_000 }]);
    expect((await session.httpGet("things/1")).attempts).toBe(2);
  });

  test("lets a failure take its time", async () => {
    const { session, transport } = open([{ error: new Error("gone"), delay: 70 }]);
    await expect(session.httpGet("things/1")).rejects.toThrow("gone");
    expect(transport.clock.now()).toBe(70);
  });

  test("refuses a script that answers with promises", async () => {
    // As plain JavaScript passes it.
    const { session } = open(Object.assign(async () => ({})));
    await expect(session.httpGet("things/1")).rejects.toMatchObject({ code: "promise" });
  });
});

test.each([
  ["an option that there is none of", { wal: 5 }, 'There is no option "wal". Did you mean "wall"?'],
  ["a wall clock that is none", { wall: "now" }, "wall must be a number"],
  ["chance that is a number", { random: 0.5 }, "random must be a function"],
])("%s is refused", (_what, options, message) => {
  // As plain JavaScript passes them.
  expect(() => scriptedTransport([], JSON.parse(JSON.stringify(options)))).toThrow(message);
});
