import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import type { AuthStrategy } from "../contracts/authStrategy.ts";
import { AuthenticationError } from "../errors/authenticationError.ts";
import { failing } from "../flow/failing.ts";
import { ready } from "../flow/ready.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import { failureOf } from "../testbed/twins.ts";
import type { RequestOptions } from "./requestOptions.ts";

const noToken: AuthStrategy = {
  name: "none",
  credential: () => failing(new AuthenticationError("missing", "There is no token.")),
  refused: () => ready(false),
};

/** Streams of every kind that holds something, and whether they were stopped. */
function streams(): { readonly bodies: RequestOptions[]; readonly stopped: () => boolean[] } {
  const cancelled: boolean[] = [];
  const nodes = [Readable.from(["a"]), Readable.from(["b"]), Readable.from(["c"])];
  const [body, first, second] = nodes.map((stream): Readable => stream);
  const web = new ReadableStream({ cancel: () => void cancelled.push(true) });
  const files = [first, second].map((stream, index) => ({ stream: stream ?? Readable.from([]), filename: `${index}` }));
  return {
    bodies: [{ body: body ?? "" }, { files: { some: files } }, { body: web }],
    stopped: () => [...nodes.map(({ destroyed }) => destroyed), ...cancelled],
  };
}

const all = [true, true, true, true];

describe.each(sessionTwins)("a stream that the $twin session was given and did not read is stopped", ({ open }) => {
  test("when the session is closed", async () => {
    const { session, transport } = open([]);
    await session.close();
    const { bodies, stopped } = streams();
    for (const options of bodies)
      expect(await failureOf(session.httpPost("x", options))).toMatchObject({ code: "closed" });
    expect(stopped()).toEqual(all);
    expect(transport.requests).toEqual([]);
  });

  test("when its options are wrong, or no credential is to be had", async () => {
    const { session } = open([], { auth: noToken });
    const wrong = streams();
    for (const options of wrong.bodies) await failureOf(session.httpPost("x", { ...options, json: 1 }));
    expect(wrong.stopped()).toEqual(all);
    const denied = streams();
    for (const options of denied.bodies) await failureOf(session.httpPost("x", options));
    expect(denied.stopped()).toEqual(all);
  });

  test("when its batch ends before its turn", async () => {
    const { session } = open(() => ({}));
    const { bodies, stopped } = streams();
    const requests = bodies.map((options) => ({ method: "POST", endpoint: "x", ...options }));
    await session.all(["a", ...requests], { maxConcurrency: 1, onProgress: () => false });
    expect(stopped()).toEqual(all);
  });
});

describe("a stream that an async session was given and did not read is stopped", () => {
  const [asynchronous] = sessionTwins;

  test("when its call is aborted before its turn, or was beforehand", async () => {
    const opened = asynchronous?.open(() => ({ delay: 1_000 }), { maxConcurrency: 1 });
    const caller = new AbortController();
    const waiting = streams();
    const busy = opened?.session.httpGet("a");
    const calls = waiting.bodies.map((options) =>
      failureOf(Promise.resolve(opened?.session.httpPost("x", { ...options, signal: caller.signal }))),
    );
    caller.abort();
    expect(await Promise.all(calls)).toMatchObject([{ code: "aborted" }, { code: "aborted" }, { code: "aborted" }]);
    expect(waiting.stopped()).toEqual(all);

    const never = streams();
    for (const options of never.bodies)
      await failureOf(Promise.resolve(opened?.session.httpPost("x", { ...options, signal: caller.signal })));
    expect(never.stopped()).toEqual(all);
    await busy;
    expect(opened?.transport.requests).toHaveLength(1);
  });
});
