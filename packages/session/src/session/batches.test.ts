import { describe, expect, test, vi } from "vitest";
import { StatusError } from "../errors/statusError.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import { failureOf } from "../testbed/twins.ts";
import { scriptedTransport } from "../transports/scripted.ts";
import { AsyncSession } from "./asyncSession.ts";
import { Session } from "./session.ts";

describe.each(sessionTwins)("a batch of the $twin session", ({ open }) => {
  test("keeps input order, whatever the order of the answers; a failure is an item", async () => {
    const { session } = open((request, index) => ({
      status: index === 1 ? 404 : 200,
      json: request.url,
      delay: 50 - index,
    }));
    const items = await session.all(["a", "b", "../evil", { method: "POST", endpoint: "c", json: 1 }]);
    expect(items.map((item) => item.response?.status ?? item.error?.name)).toEqual([200, 404, "UsageError", 200]);
    expect(items.map((item) => item.request)).toEqual([
      "a",
      "b",
      "../evil",
      { method: "POST", endpoint: "c", json: 1 },
    ]);
  });

  test.each([
    ["one endpoint", "users/teams", "a string"],
    ["nothing", undefined, "undefined"],
    ["null", null, "null"],
    ["one request", { endpoint: "a" }, "an object"],
  ])("refuses %s in place of a list, and sends nothing", async (_what, requests, kind) => {
    const { session, transport } = open(() => ({}));
    // What JavaScript may pass; a string is iterable, and TypeScript too takes it for a list.
    expect(await failureOf(session.all(requests as never))).toMatchObject({
      name: "UsageError",
      code: "option",
      message: `requests must be a list, not ${kind}.`,
    });
    expect(transport.requests).toEqual([]);
  });

  test("what is no request is a failure of its own, and nothing is sent for it", async () => {
    const { session, transport } = open(() => ({}));
    // As a list made in JavaScript may hold.
    const items = await session.all([undefined, null, 5, "a"] as never);
    expect(items.map(({ error }) => error?.message)).toEqual([
      "The endpoint must be a string.",
      "The endpoint must be a string.",
      "The endpoint must be a string.",
      undefined,
    ]);
    expect(items.map(({ request }) => request)).toEqual([undefined, null, 5, "a"]);
    expect(transport.requests).toHaveLength(1);
  });

  test("never has more under way than the session or the batch allows", async () => {
    const wide = open(() => ({ delay: 5 }), { maxConcurrency: 3 });
    await wide.session.all(Array.from({ length: 20 }, (_, index) => `${index}`));
    expect(wide.transport.mostAtOnce).toBe(3);
    const narrow = open(() => ({ delay: 5 }));
    await narrow.session.all(
      Array.from({ length: 20 }, (_, index) => `${index}`),
      { maxConcurrency: 2 },
    );
    expect(narrow.transport.mostAtOnce).toBe(2);
    const few = open(() => ({ delay: 5 }), { limits: { maxConnections: 4 } });
    await few.session.all(Array.from({ length: 20 }, (_, index) => `${index}`));
    expect(few.transport.mostAtOnce).toBe(4);
  });

  test.each([
    { allowed: 300, seconds: 60, maxConcurrency: 10 },
    { allowed: 5, seconds: 1, maxConcurrency: 10 },
    { allowed: 5, seconds: 1, maxConcurrency: 50 },
    { allowed: 2, seconds: 1, maxConcurrency: 10 },
    { allowed: 1, seconds: 1, maxConcurrency: 50 },
  ])(
    "waits out a rate limit of $allowed in $seconds s, $maxConcurrency at once: one is told each time, and none too often",
    async ({ allowed, seconds, maxConcurrency }) => {
      let served: number[] = [];
      const told: number[] = [];
      const { session } = open(
        ({ at }) => {
          served = served.filter((then) => then > at - seconds * 1_000);
          const isServed = served.length < allowed;
          (isServed ? served : told).push(at);
          // Whoever is told hears it before those that are served.
          return isServed ? { delay: 20 } : { delay: 5, status: 429, headers: { "retry-after": `${seconds}` } };
        },
        { maxConcurrency },
      );
      const items = await session.all(Array.from({ length: 2 * allowed + 100 }, (_, index) => `${index}`));
      expect(new Set(items.map(({ response, error }) => response?.status ?? error))).toEqual(new Set([200]));
      // At first all that are under way.
      const again = told.filter((at) => at > (told[0] ?? 0));
      expect(again.length).toBeLessThanOrEqual(Math.ceil(items.length / allowed));
    },
  );

  test("waits as another was asked to; a call on its own does not, nor one whose time ends before", async () => {
    const { session, transport } = open(
      (_request, index) => (index === 0 ? { status: 503, headers: { "retry-after": "30" } } : {}),
      { retry: { attempts: 1 } },
    );
    const [told] = await session.all([{ method: "POST", endpoint: "told" }]);
    expect(told?.response?.status).toBe(503);
    await session.httpGet("alone");
    const [short, long, late] = await session.all([
      { endpoint: "short", deadline: 1_000 },
      "long",
      { endpoint: "late", deadline: 2_000 },
    ]);
    for (const item of [short, late]) expect(item?.error).toMatchObject({ code: "timeout", sent: false });
    expect(long?.response?.explain().waits.queue).toBeGreaterThan(29_000);
    expect(
      transport.requests.map(({ url, at }) => [url.split("/").at(-1), at - (transport.requests[0]?.at ?? 0)]),
    ).toEqual([
      ["told", 0],
      ["alone", 0],
      ["long", 30_200],
    ]);
  });

  test("that is told of a longer wait than a call may take, or of none, does not pause", async () => {
    for (const asked of ["61", "0"]) {
      const { session, transport } = open(
        ({ at }) => ({ status: at === 0 ? 429 : 200, headers: { "retry-after": asked } }),
        {
          retry: { attempts: 1 },
        },
      );
      await session.all(["told"]);
      await session.all(["next"]);
      expect(transport.requests.map(({ at }) => at)).toEqual([0, 0]);
    }
  });

  test.each([429, 503])("starts nothing more after a %d that asks for longer than it waits", async (status) => {
    const { session, transport } = open(
      ({ url }) =>
        url.endsWith("told")
          ? { status, headers: { "retry-after": "3600" }, json: { detail: "Closed." }, delay: 10 }
          : { delay: url.endsWith("slow") ? 20 : 0 },
      { maxConcurrency: 2 },
    );
    const seen: object[] = [];
    const items = await session.all(["slow", "told", "next", { endpoint: "last", params: { a: 1 } }], {
      onProgress: (progress) => void seen.push(progress),
    });
    expect(items.map(({ response }) => response?.status)).toEqual([200, status, undefined, undefined]);
    for (const { error } of items.slice(2)) {
      expect(error).toMatchObject({
        name: "StatusError",
        status,
        retryAfter: 3_600_000,
        message: `Not started, because of: GET http://localhost/api/told answered ${status}: Closed.`,
      });
      if (!(error instanceof StatusError)) throw new Error("A batch that ended tells of no answer.");
      expect(error.explain()).toMatchObject({ url: "http://localhost/api/told" });
    }
    expect(transport.requests).toHaveLength(2);
    expect(seen.at(-1)).toEqual({ done: 4, failed: 2, total: 4 });
    // Another batch asks for itself.
    expect((await session.all(["next"]))[0]?.response?.status).toBe(200);
  });

  test("waits for no longer than its session does", async () => {
    const { session, transport } = open(() => ({ status: 429, headers: { "retry-after": "2" } }), {
      maxConcurrency: 1,
      retry: { maxRetryAfter: 1_000 },
    });
    const items = await session.all(["told", "next"]);
    expect(items.map(({ response, error }) => response?.status ?? error?.name)).toEqual([429, "StatusError"]);
    expect(transport.requests).toHaveLength(1);
  });

  test("gives up soon where a server is in trouble, or says 429 and not for how long", async () => {
    for (const [status, headers] of [
      [503, { "retry-after": "1" }],
      [429, {}],
      [429, { "retry-after": "0" }],
    ] as const) {
      const { session, transport } = open(() => ({ status, headers }));
      await session.all(Array.from({ length: 300 }, (_, index) => `${index}`));
      expect(transport.requests).toHaveLength(400);
    }
  });

  test("reports progress, and stops when told `false`", async () => {
    const { session, transport } = open((_request, index) => ({ delay: 10 * index }));
    const seen: number[] = [];
    const items = await session.all(["a", "b", "c", "d"], {
      maxConcurrency: 2,
      onProgress: ({ done, failed, total }) => {
        seen.push(done);
        expect(total).toBe(4);
        return failed === 0 && done < 2;
      },
    });
    expect(items.map((item) => item.response?.status ?? (item.error as { code?: string } | undefined)?.code)).toEqual([
      200,
      200,
      "aborted",
      "aborted",
    ]);
    expect(transport.requests.length).toBeLessThanOrEqual(3);
    expect(seen.slice(0, 2)).toEqual([1, 2]);
  });

  test("an onProgress that returns a promise ends it: nobody would wait", async () => {
    const { session, transport } = open(() => ({}));
    const returning = [async () => false, async () => Promise.reject(new Error("unheard"))];
    for (const onProgress of returning) {
      // JavaScript lets it pass.
      const options = { onProgress: onProgress as () => void, maxConcurrency: 1 };
      expect(await failureOf(session.all(["a", "b"], options))).toMatchObject({ name: "UsageError", code: "promise" });
    }
    expect(transport.requests).toHaveLength(2);
  });

  test("an empty batch is an empty list", async () => {
    expect(await open([]).session.all([])).toEqual([]);
  });

  test("an unknown option is found", async () => {
    // @ts-expect-error a typing error, as JavaScript would let through
    expect(await failureOf(open([]).session.all([], { maxConcurency: 3 }))).toMatchObject({ code: "option" });
  });
});

test("an abort ends an async batch, which still reports what was done", async () => {
  const controller = new AbortController();
  const transport = scriptedTransport((_request, index) => ({ delay: index * 10 }));
  await using session = new AsyncSession({ url: "http://localhost/", transport });
  const items = await session.all(["a", "b", "c"], {
    signal: controller.signal,
    maxConcurrency: 1,
    onProgress: () => controller.abort(),
  });
  expect(items.map((item) => item.response?.status ?? item.error?.name)).toEqual([200, "AbortError", "AbortError"]);
});

test("no listener stays on a signal that outlives its batches", async () => {
  const transport = scriptedTransport(() => ({}));
  await using session = new AsyncSession({ url: "http://localhost/", transport });
  const [ofAll, ofOne] = [new AbortController().signal, new AbortController().signal];
  const [added, removed] = (["addEventListener", "removeEventListener"] as const).map((name) => {
    const counts = [ofAll, ofOne].map((signal) => vi.spyOn(signal, name));
    return () => counts.map(({ mock }) => mock.calls.length);
  });
  for (let index = 0; index < 3; index += 1) {
    await session.all(["a", { endpoint: "b", signal: ofOne }], { signal: ofAll });
  }
  expect(added?.()).toEqual([3, 3]);
  expect(removed?.()).toEqual([3, 3]);
});

test("a signal of one request ends that one, and what is no signal is told", async () => {
  const transport = scriptedTransport(() => ({ delay: 50 }));
  const session = new AsyncSession({ url: "http://localhost/", transport });
  const caller = new AbortController();
  const aborted = { endpoint: "b", signal: AbortSignal.abort() };
  const later = { endpoint: "c", signal: caller.signal };
  // A caller in JavaScript may pass anything.
  const wrong = { endpoint: "d", signal: {} as AbortSignal };
  const items = session.all(["a", aborted, later, wrong]);
  caller.abort();
  expect((await items).map(({ response, error }) => response?.status ?? error)).toMatchObject([
    200,
    { code: "aborted", sent: false },
    { code: "aborted", sent: true },
    { name: "UsageError", code: "option", message: "signal must be an AbortSignal, not an object." },
  ]);
  expect(transport.requests.map(({ url }) => url)).toEqual(["http://localhost/a", "http://localhost/c"]);
});

test.each([
  ["an object", {}],
  ["null", null],
  ["5", 5],
])("a signal that is %s is told, and nothing is sent", async (said, given) => {
  const transport = scriptedTransport([]);
  const session = new AsyncSession({ url: "http://localhost/", transport });
  // As above.
  const signal = given as AbortSignal;
  const message = `signal must be an AbortSignal, not ${said}.`;
  for (const call of [
    session.httpGet("a", { signal }),
    session.download("a", "x", { signal }),
    session.all(["a"], { signal }),
  ])
    expect(await failureOf(call)).toMatchObject({ name: "UsageError", code: "option", message });
  expect(transport.requests).toEqual([]);
});

test("a blocking session refuses a signal: nothing could raise it", () => {
  using session = new Session({ url: "http://localhost/", transport: scriptedTransport([]) });
  const { signal } = new AbortController();
  expect(() => session.httpGet("a", { signal })).toThrow(expect.objectContaining({ code: "option" }));
  expect(() => session.all(["a"], { signal })).toThrow(expect.objectContaining({ code: "option" }));
});

test("a callback may call the blocking session again in the middle of a batch", () => {
  using session = new Session({ url: "http://localhost/", transport: scriptedTransport(() => ({ delay: 5 })) });
  const nested: number[] = [];
  const items = session.all(["a", "b", "c"], { onProgress: () => void nested.push(session.httpGet("again").status) });
  expect(items).toHaveLength(3);
  expect(nested).toEqual([200, 200, 200]);
});
