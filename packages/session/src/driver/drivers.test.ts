import { describe, expect, test } from "vitest";
import { TransportError } from "../errors/transportError.ts";
import { UsageError } from "../errors/usageError.ts";
import { failing } from "../flow/failing.ts";
import { all, call, type Flow, fork, join, send, sleep, wait, work } from "../flow/flow.ts";
import { mapped } from "../flow/mapped.ts";
import { ready } from "../flow/ready.ts";
import { Signal } from "../flow/signal.ts";
import { Slots } from "../flow/slots.ts";
import { testRequest } from "../testbed/requests.ts";
import { failureOf, twins } from "../testbed/twins.ts";
import { scriptedTransport } from "../transports/scripted.ts";
import { cancelAsync, runAsync } from "./runAsync.ts";
import { runBlocking } from "./runBlocking.ts";
import type { Task } from "./task.ts";
import type { Transport } from "./transport.ts";

const origin = "http://localhost";

describe.each(twins)("the $twin driver", ({ run }) => {
  test("answers a send with the reply of the transport", async () => {
    const transport = scriptedTransport([{ json: { id: 7 } }]);
    const reply = await run(send(testRequest(transport.clock, origin, "/things/7")), transport);
    expect(JSON.parse(new TextDecoder().decode(reply.body))).toEqual({ id: 7 });
    expect(transport.requests.map((request) => request.url)).toEqual(["http://localhost/things/7"]);
  });

  test("throws into the flow what failed, where it can be caught", async () => {
    const transport = scriptedTransport([new TransportError("reset", "gone", { sent: true }), { status: 204 }]);
    function* flow(): Flow<number> {
      try {
        yield* send(testRequest(transport.clock, origin, "/"));
      } catch {
        return (yield* send(testRequest(transport.clock, origin, "/"))).status;
      }
      return 0;
    }
    expect(await run(flow(), transport)).toBe(204);
  });

  test("throws into the flow what a transport throws", async () => {
    const transport = {
      ...scriptedTransport([]),
      send(): never {
        throw new RangeError("broken");
      },
    };
    function* flow(): Flow<void> {
      yield* sleep(5);
      yield* send(testRequest(transport.clock, origin, "/"));
    }
    expect(await failureOf(run(flow(), transport))).toBeInstanceOf(RangeError);
  });

  // As JavaScript lets people write it.
  test.each<[string, () => unknown, string]>([
    ["a flow, without the star", () => sleep(5), "option"],
    ["a promise", () => Promise.reject(new Error("nobody hears it")), "promise"],
    ["nothing", () => undefined, "option"],
    ["null", () => null, "option"],
    ["a word", () => "send", "option"],
    ["a step of no kind", () => ({ do: "nothing" }), "option"],
  ])("throws into a flow that yields %s, and it may go on", async (_what, make, code) => {
    const transport = scriptedTransport([{ status: 204 }]);
    const caught: unknown[] = [];
    function* flow(): Flow<number> {
      try {
        yield make() as never;
      } catch (error) {
        caught.push(error);
      }
      return (yield* send(testRequest(transport.clock, origin, "/"))).status;
    }
    expect(await run(flow(), transport)).toBe(204);
    expect(caught).toMatchObject([{ name: "UsageError", code, hint: expect.stringContaining("yield*") }]);
  });

  test.each([1, 10])(
    "a flow of many that cannot be made has failed, and the others go on, %i at once",
    async (limit) => {
      const transport = scriptedTransport(() => ({ delay: 10 }));
      const make = (index: number): Flow<unknown> => {
        if (index === 1) throw new RangeError("never made");
        return send(testRequest(transport.clock, origin, `/${index}`));
      };
      const outcomes = await run(all(4, make, { limit }), transport);
      expect(outcomes.map((outcome) => ("error" in outcome ? outcome.error : "done"))).toEqual([
        "done",
        new RangeError("never made"),
        "done",
        "done",
      ]);
    },
  );

  test("lets virtual time pass while a flow sleeps", async () => {
    const transport = scriptedTransport([]);
    await run(sleep(60_000), transport);
    expect(transport.clock.now()).toBe(60_000);
  });

  test("calls a function and returns what it returned or threw", async () => {
    const transport = scriptedTransport([]);
    expect(
      await run(
        call(() => 5),
        transport,
      ),
    ).toBe(5);
    const broken = call(() => {
      throw new RangeError("no");
    });
    expect(await failureOf(run(broken, transport))).toBeInstanceOf(RangeError);
  });

  test("runs flows that are no generators as any other", async () => {
    const transport = scriptedTransport([{ json: 1 }, new TransportError("reset", "gone", { sent: true })]);
    const asked = (): Flow<string> =>
      mapped(send(testRequest(transport.clock, origin, "/")), ({ status }, unit) => `${status} ${unit}`, "OK");
    expect(await run(asked(), transport)).toBe("200 OK");
    expect(await failureOf(run(asked(), transport))).toMatchObject({ code: "reset" });
    const broken = mapped(
      ready(1),
      () => {
        throw new RangeError("no");
      },
      undefined,
    );
    expect(await failureOf(run(broken, transport))).toBeInstanceOf(RangeError);
    expect(await failureOf(run(failing(new RangeError("not yet told")), transport))).toBeInstanceOf(RangeError);
    const seven = ready(7);
    function* twice(): Flow<number> {
      return (yield* seven) + (yield* seven);
    }
    expect(await run(twice(), transport)).toBe(14);
  });

  test("ends a flow within another that makes something of it, after its clean-up", async () => {
    const transport = scriptedTransport([]);
    const over = new TransportError("aborted", "enough");
    const seen: string[] = [];
    function* inner(): Flow<number> {
      try {
        yield* sleep(1_000);
        return 1;
      } catch (error) {
        seen.push(String(error));
        yield* sleep(transport.clock.now() + 5);
        return 2;
      }
    }
    const stop = new Signal();
    function* stopping(): Flow<void> {
      yield* sleep(10);
      stop.raise(over);
    }
    function* both(): Flow<unknown> {
      const forked = yield* fork(all(1, () => mapped(inner(), (value) => value * 10, undefined), { stop }));
      yield* stopping();
      return (yield* join(forked))?.value;
    }
    expect(await run(both(), transport)).toEqual([{ value: 20 }]);
    expect(seen).toEqual([String(over)]);
    expect(transport.clock.now()).toBe(15);
  });

  test("lets nobody go on twice: who was cancelled by a listener of the same signal hears only of that", async () => {
    const transport = scriptedTransport([]);
    const over = new TransportError("aborted", "enough");
    const [stop, signal] = [new Signal(), new Signal()];
    const heard: unknown[] = [];
    function* waiting(): Flow<void> {
      try {
        heard.push(yield* wait(signal, 500));
      } catch (error) {
        heard.push(error);
        heard.push(yield* wait(signal, 500));
      }
    }
    function* both(): Flow<void> {
      signal.subscribe({ raised: () => stop.raise(over) });
      const forked = yield* fork(all(2, waiting, { stop }));
      yield* sleep(10);
      signal.raise();
      yield* join(forked);
    }
    await run(both(), transport);
    expect(heard).toEqual([over, true, over, true]);
    expect(transport.clock.now()).toBe(10);
  });

  test("stops the clock of a wait that is over before its time", async () => {
    const transport = scriptedTransport([]);
    let running = 0;
    const counting: Transport = {
      ...transport,
      sleep(until, done) {
        running += 1;
        const stop = transport.sleep(until, (outcome) => {
          running -= 1;
          done(outcome);
        });
        return stop;
      },
    };
    const [signal, stop] = [new Signal(), new Signal()];
    function* both(): Flow<unknown> {
      const forked = yield* fork(all(2, () => wait(signal, 500)));
      const cancelled = yield* fork(all(1, () => wait(new Signal(), 500), { stop }));
      yield* sleep(10);
      expect(running).toBe(3);
      signal.raise();
      stop.raise();
      return [(yield* join(forked))?.value, (yield* join(cancelled))?.value.map(({ error }) => error !== undefined)];
    }
    expect(await run(both(), counting)).toEqual([[{ value: true }, { value: true }], [true]]);
    expect([running, transport.clock.now()]).toEqual([0, 10]);
  });

  test("performs work by module and name", async () => {
    const transport = scriptedTransport([], { work: (module, name, input) => [module, name, input] });
    expect(await run(work("file:///x.js", "double", 2), transport)).toEqual(["file:///x.js", "double", 2]);
  });

  test("runs many flows, at most `limit` at once, and keeps their order", async () => {
    const transport = scriptedTransport((_request, index) => ({ json: index, delay: 100 - index }));
    function* one(index: number): Flow<number> {
      if (index === 3) throw new RangeError("third");
      yield* send(testRequest(transport.clock, origin, `/${index}`));
      return index;
    }
    const outcomes = await run(all(10, one, { limit: 4 }), transport);
    expect(outcomes.map((outcome) => ("error" in outcome ? "failed" : outcome.value))).toEqual([
      0,
      1,
      2,
      "failed",
      4,
      5,
      6,
      7,
      8,
      9,
    ]);
    expect(transport.mostAtOnce).toBe(4);
  });

  test("an empty batch is done at once", async () => {
    expect(
      await run(
        all(0, () => sleep(1)),
        scriptedTransport([]),
      ),
    ).toEqual([]);
  });

  test("a raised stop ends what runs and starts no more", async () => {
    const transport = scriptedTransport(() => ({ delay: 50 }));
    const stop = new Signal();
    const reason = new TransportError("aborted", "enough");
    const outcomes = await run(
      all(6, (index) => send(testRequest(transport.clock, origin, `/${index}`)), {
        limit: 2,
        stop,
        settled: (index) => {
          if (index === 0) stop.raise(reason);
        },
      }),
      transport,
    );
    expect(outcomes.map((outcome) => ("error" in outcome ? "stopped" : "done"))).toEqual([
      "done",
      "stopped",
      "stopped",
      "stopped",
      "stopped",
      "stopped",
    ]);
    expect(transport.requests).toHaveLength(2);
  });

  test("a listener that throws ends the batch with its error", async () => {
    const transport = scriptedTransport(() => ({}));
    const flow = all(3, (index) => send(testRequest(transport.clock, origin, `/${index}`)), {
      settled: () => {
        throw new RangeError("listener");
      },
    });
    expect(await failureOf(run(flow, transport))).toBeInstanceOf(RangeError);
  });

  test("a fork goes on beside its caller and can be joined by many", async () => {
    const transport = scriptedTransport([{ json: "token", delay: 30 }]);
    function* flow(): Flow<string[]> {
      const forked = yield* fork(send(testRequest(transport.clock, origin, "/token")));
      const outcomes = yield* all(3, () => join(forked));
      return outcomes.map((outcome) => ("error" in outcome ? "failed" : `${outcome.value?.value.status}`));
    }
    expect(await run(flow(), transport)).toEqual(["200", "200", "200"]);
    expect(transport.requests).toHaveLength(1);
  });

  test("a join gives up when its time has come; the fork goes on", async () => {
    const transport = scriptedTransport([{ delay: 500 }]);
    function* flow(): Flow<readonly unknown[]> {
      const forked = yield* fork(send(testRequest(transport.clock, origin, "/slow")));
      const early = yield* join(forked, 100);
      const late = yield* join(forked);
      return [early, late?.value.status];
    }
    expect(await run(flow(), transport)).toEqual([undefined, 200]);
  });

  test("a signal wakes every flow that waits for it", async () => {
    const transport = scriptedTransport([]);
    const signal = new Signal();
    function* waiter(index: number): Flow<string> {
      if (index === 2) {
        yield* sleep(10);
        signal.raise();
        return "raised";
      }
      return (yield* wait(signal, 1_000)) ? "woken" : "late";
    }
    const outcomes = await run(all(3, waiter), transport);
    expect(outcomes).toEqual([{ value: "woken" }, { value: "woken" }, { value: "raised" }]);
    expect(transport.clock.now()).toBe(10);
  });

  test("ten thousand flows waiting on each other do not deepen the stack", async () => {
    const transport = scriptedTransport([]);
    const turns = Array.from({ length: 10_000 }, () => new Signal());
    function* link(index: number): Flow<number> {
      if (index > 0) yield* wait(turns[index - 1] ?? new Signal());
      turns[index]?.raise();
      return index;
    }
    const outcomes = await run(all(10_000, link), transport);
    expect(outcomes.at(-1)).toEqual({ value: 9_999 });
  });

  test("a request that outlives `until` fails with a time-out", async () => {
    const transport = scriptedTransport([{ delay: 2_000 }]);
    const error = await failureOf(run(send(testRequest(transport.clock, origin, "/"), 1_000), transport));
    expect(error).toMatchObject({ code: "timeout", sent: true });
    expect(transport.clock.now()).toBe(1_000);
  });
});

describe("cancelling", () => {
  test("a signal aborts a flow once, and its clean-up still runs", async () => {
    const transport = scriptedTransport([{ delay: 1_000 }, { json: "unlocked" }]);
    const controller = new AbortController();
    const seen: unknown[] = [];
    function* flow(): Flow<void> {
      try {
        yield* send(testRequest(transport.clock, origin, "/slow"));
      } finally {
        controller.abort();
        seen.push((yield* send(testRequest(transport.clock, origin, "/unlock"))).status);
      }
    }
    const running = runAsync(flow(), transport, controller.signal);
    controller.abort();
    expect(await failureOf(running)).toMatchObject({ name: "AbortError", code: "aborted" });
    expect(seen).toEqual([200]);
  });

  test("a signal that was raised before means that nothing is sent", async () => {
    const transport = scriptedTransport([{}]);
    const error = await failureOf(
      runAsync(send(testRequest(transport.clock, origin, "/")), transport, AbortSignal.abort()),
    );
    expect(error).toMatchObject({ code: "aborted", sent: false });
    expect(transport.requests).toHaveLength(0);
  });

  test("clean-up that never ends is cut off by the grace", async () => {
    const transport = scriptedTransport([{ delay: 10 }]);
    const controller = new AbortController();
    function* flow(): Flow<void> {
      try {
        yield* send(testRequest(transport.clock, origin, "/"));
      } finally {
        yield* wait(new Signal());
      }
    }
    const running = runAsync(flow(), transport, controller.signal);
    controller.abort();
    await failureOf(running);
    expect(transport.clock.now()).toBe(2_000);
  });

  test("clean-up within a batch that never ends is cut off by the same grace", async () => {
    const transport = scriptedTransport([{ delay: 10 }, { delay: 10 }]);
    const controller = new AbortController();
    function* flow(): Flow<void> {
      try {
        yield* send(testRequest(transport.clock, origin, "/"));
      } finally {
        yield* all(2, () => wait(new Signal()));
      }
    }
    const running = runAsync(flow(), transport, controller.signal);
    controller.abort();
    await failureOf(running);
    expect(transport.clock.now()).toBe(2_000);
  });

  test("the abort of one joiner leaves the shared flow and the others alone", async () => {
    const transport = scriptedTransport([{ json: 1, delay: 50 }]);
    const controller = new AbortController();
    const forked = await runAsync(fork(send(testRequest(transport.clock, origin, "/token"))), transport);
    const aborted = runAsync(join(forked), transport, controller.signal);
    const patient = runAsync(join(forked), transport);
    controller.abort();
    expect(await failureOf(aborted)).toMatchObject({ code: "aborted" });
    expect((await patient)?.value.status).toBe(200);
  });

  test("no listener stays on a signal that outlives its calls", async () => {
    const transport = scriptedTransport(() => ({}));
    let listeners = 0;
    const { signal } = new AbortController();
    const counting = Object.assign(Object.create(signal) as AbortSignal, {
      addEventListener: () => {
        listeners += 1;
      },
      removeEventListener: () => {
        listeners -= 1;
      },
    });
    Object.defineProperty(counting, "aborted", { value: false });
    for (let index = 0; index < 20; index += 1) {
      await runAsync(send(testRequest(transport.clock, origin, "/")), transport, counting);
    }
    expect(listeners).toBe(0);
  });
});

describe("a blocking callback that calls back", () => {
  test("runs on top of the batch, whose other flows go on", () => {
    const transport = scriptedTransport((_request, index) => ({ json: index, delay: 10 * (index + 1) }));
    const get = (path: string): Flow<number> => status(send(testRequest(transport.clock, origin, path)));
    const nested: number[] = [];
    const outcomes = runBlocking(
      all(3, (index) => get(`/${index}`), {
        settled: (index) => {
          if (index === 0) nested.push(runBlocking(get("/nested"), transport));
        },
      }),
      transport,
    );
    expect(outcomes).toEqual([{ value: 200 }, { value: 200 }, { value: 200 }]);
    expect(nested).toEqual([200]);
  });

  test("is a UsageError, not a hang, when it waits for a flow below it", () => {
    const transport = scriptedTransport([]);
    const signal = new Signal();
    function* outer(): Flow<unknown> {
      const inner = yield* call(() => {
        try {
          return runBlocking(wait(signal), transport);
        } catch (error) {
          return error;
        }
      });
      signal.raise();
      return inner;
    }
    const error = runBlocking(outer(), transport);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ code: "deadlock" });
  });

  test("that returns a promise is a UsageError", () => {
    const transport = scriptedTransport([]);
    expect(() =>
      runBlocking(
        call(() => Promise.reject(new Error("never seen"))),
        transport,
      ),
    ).toThrow(expect.objectContaining({ code: "promise" }));
  });
});

function* status(flow: Flow<{ readonly status: number }>): Flow<number> {
  return (yield* flow).status;
}

test("a group that is cancelled takes along what its flows let begin while they end", async () => {
  const transport = scriptedTransport([]);
  const group = new Slots<Task>();
  const ended: string[] = [];
  function* lasting(name: string): Flow<void> {
    try {
      yield* sleep(Infinity);
    } finally {
      ended.push(name);
    }
  }
  function* handing(): Flow<void> {
    try {
      yield* lasting("second");
    } finally {
      yield* fork(lasting("third"));
    }
  }
  const calls = [lasting("first"), handing()].map((flow) => runAsync(flow, transport, undefined, group));
  cancelAsync(group, new TransportError("aborted", "Over."));
  await Promise.allSettled(calls);
  expect(ended).toEqual(["first", "second", "third"]);
  expect(group.size).toBe(0);
});

test("a signal that is raised by what the flow does first ends it", async () => {
  const transport = scriptedTransport(() => ({ delay: 1_000 }));
  const caller = new AbortController();
  function* flow(): Flow<unknown> {
    yield* call(() => caller.abort());
    return yield* send(testRequest(transport.clock, origin, "/"));
  }
  expect(await failureOf(runAsync(flow(), transport, caller.signal))).toMatchObject({ code: "aborted" });
});
