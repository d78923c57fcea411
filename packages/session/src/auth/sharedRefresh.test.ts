import { describe, expect, test } from "vitest";
import { cancelAsync, runAsync } from "../driver/runAsync.ts";
import type { Task } from "../driver/task.ts";
import { TransportError } from "../errors/transportError.ts";
import { all, type Flow, sleep } from "../flow/flow.ts";
import { Signal } from "../flow/signal.ts";
import { Slots } from "../flow/slots.ts";
import { authContext } from "../testbed/authContext.ts";
import { failureOf, twins } from "../testbed/twins.ts";
import { type ScriptedTransport, scriptedTransport } from "../transports/scripted.ts";
import { SharedRefresh } from "./sharedRefresh.ts";

describe.each(twins)("a shared refresh, $twin", ({ run }) => {
  function open(): {
    transport: ScriptedTransport;
    refresh: SharedRefresh<number>;
    slow: () => Flow<number>;
    runs: () => number;
  } {
    const transport = scriptedTransport([]);
    let runs = 0;
    function* slow(): Flow<number> {
      runs += 1;
      yield* sleep(transport.clock.now() + 200);
      return runs;
    }
    return { transport, refresh: new SharedRefresh(), slow, runs: () => runs };
  }

  test("1,000 callers share one run, and a later one begins another", async () => {
    const { transport, refresh, slow, runs } = open();
    const caller = (): Flow<number> => refresh.get(authContext(transport), slow);
    const outcomes = await run(all(1000, caller), transport);
    expect(outcomes).toEqual(Array.from({ length: 1000 }, () => ({ value: 1 })));
    expect(await run(caller(), transport)).toBe(2);
    expect(runs()).toBe(2);
  });

  test("the callers share one failure; within a while nobody tries again, and after it one does", async () => {
    const { transport, refresh, slow } = open();
    let tries = 0;
    function* failing(): Flow<number> {
      tries += 1;
      yield* sleep(transport.clock.now() + 10);
      throw new Error(`failure ${tries}`);
    }
    const caller = (): Flow<number> => refresh.get(authContext(transport), failing);
    const outcomes = await run(all(50, caller), transport);
    expect(new Set(outcomes.map(({ error }) => String(error)))).toEqual(new Set(["Error: failure 1"]));
    expect(await failureOf(run(caller(), transport))).toMatchObject({ message: "failure 1" });
    expect(await run(refresh.prepare(authContext(transport), failing), transport)).toBeUndefined();
    expect(tries).toBe(1);
    await run(sleep(transport.clock.now() + 1000), transport);
    expect(await failureOf(run(caller(), transport))).toMatchObject({ message: "failure 2" });
    expect(await run(refresh.get(authContext(transport), slow, true), transport)).toBe(1);
    expect(await run(refresh.get(authContext(transport), slow), transport)).toBe(2);
  });

  test("a caller waits no longer than its own time, and the run goes on", async () => {
    const { transport, refresh, slow, runs } = open();
    const patient = authContext(transport);
    const hasty = authContext(transport, { timeout: 50 });
    hasty.call.leaveQueue();
    const [first, second] = await run(
      all(2, (index) => refresh.get(index === 0 ? patient : hasty, slow)),
      transport,
    );
    expect(first).toEqual({ value: 1 });
    expect(second?.error).toMatchObject({ code: "timeout" });
    expect(runs()).toBe(1);
  });

  test("a caller's time begins when it comes, or when the request of the run leaves the queue", async () => {
    const { transport, refresh } = open();
    const patient = authContext(transport, { timeout: 10_000 });
    function* queued(): Flow<number> {
      yield* sleep(transport.clock.now() + 500);
      patient.call.leaveQueue();
      yield* sleep(transport.clock.now() + 1_000);
      return 1;
    }
    const hasty = authContext(transport, { timeout: 300 });
    const able = authContext(transport, { timeout: 1_200 });
    const contexts = [patient, hasty, able];
    const ends: number[] = [];
    const caller = (index: number): Flow<number> => refresh.get(contexts[index] ?? patient, queued);
    const settled = (index: number): void => {
      ends[index] = transport.clock.now();
    };
    const outcomes = await run(all(3, caller, { settled }), transport);
    expect(outcomes).toMatchObject([{ value: 1 }, { error: { code: "timeout" } }, { value: 1 }]);
    expect(ends).toEqual([1_500, 800, 1_500]);
    // What it waited is gone from its own time.
    expect(able.call.until).toBe(1_700);

    const late = authContext(transport, { timeout: 300 });
    const again = all(2, (index) => (index === 0 ? caller(0) : refresh.get(late, queued)), { settled });
    await run(again, transport);
    expect(ends.slice(0, 2)).toEqual([3_000, 1_800]);
  });

  test("the time-out of a leader with little time is not that of a follower with more", async () => {
    const { transport, refresh, slow } = open();
    function* tooShort(): Flow<number> {
      yield* sleep(transport.clock.now() + 50);
      throw new TransportError("timeout", "The leader's time was up.");
    }
    const hasty = authContext(transport, { timeout: 60 });
    const patient = authContext(transport);
    const [leader, follower] = await run(
      all(2, (index) => (index === 0 ? refresh.get(hasty, tooShort) : refresh.get(patient, slow))),
      transport,
    );
    expect(leader?.error).toMatchObject({ message: "The leader's time was up." });
    expect(follower).toEqual({ value: 1 });
  });

  test("a flow that is run later joins the run that there is then, or begins one", async () => {
    const { transport, refresh, slow, runs } = open();
    const ask = (): Flow<number> => refresh.get(authContext(transport), slow);
    const early = ask();
    function* late(): Flow<number> {
      yield* sleep(transport.clock.now() + 100);
      return yield* early;
    }
    const joined: Flow<number>[] = [];
    function* asking(): Flow<number> {
      yield* sleep(transport.clock.now() + 150);
      joined.push(ask());
      return 0;
    }
    const outcomes = await run(
      all(3, (index) => (index === 0 ? ask() : index === 1 ? late() : asking())),
      transport,
    );
    expect(outcomes).toEqual([{ value: 1 }, { value: 1 }, { value: 0 }]);
    expect(runs()).toBe(1);
    for (const flow of joined) expect(await run(flow, transport)).toBe(2);
  });

  test("the end of the leader is not the end of the run", async () => {
    const { transport, refresh, slow, runs } = open();
    const stop = new Signal();
    const over = new TransportError("aborted", "The leader was aborted.");
    function* leading(): Flow<unknown> {
      return yield* all(1, () => refresh.get(authContext(transport), slow), { stop });
    }
    function* following(): Flow<unknown> {
      yield* sleep(transport.clock.now() + 20);
      stop.raise(over);
      return yield* refresh.get(authContext(transport), slow);
    }
    const [leader, follower] = await run(
      all(2, (index) => (index === 0 ? leading() : following())),
      transport,
    );
    expect(leader).toEqual({ value: [{ error: over }] });
    expect(follower).toEqual({ value: 1 });
    expect(runs()).toBe(1);
  });

  test("whoever is stopped while it waits knows how long it did, and of which runs", async () => {
    const { transport, refresh, slow } = open();
    function* tooShort(): Flow<number> {
      yield* sleep(transport.clock.now() + 50);
      throw new TransportError("timeout", "The leader's time was up.");
    }
    const hasty = authContext(transport, { timeout: 60 });
    const first = authContext(transport);
    const second = authContext(transport);
    const stop = new Signal();
    function* stopping(): Flow<unknown> {
      yield* sleep(transport.clock.now() + 90);
      stop.raise(new TransportError("aborted", "It was enough."));
      return undefined;
    }
    const following = all(2, (index) => refresh.get(index === 0 ? first : second, slow), { stop });
    await run(
      all<unknown>(3, (index) => [refresh.get(hasty, tooShort), following, stopping()][index] ?? sleep(0)),
      transport,
    );
    // 50 for the run of the one that had no time, 40 for another.
    expect([first.call.waits, second.call.waits]).toMatchObject([{ credential: 90 }, { credential: 90 }]);
    expect([hasty, first, second].map(({ call }) => call.obtained)).toEqual([
      "by this call",
      "by this call",
      "by another call",
    ]);
  });

  test("the end of its session ends a run for the call that began it, and others begin another", async () => {
    const { transport, refresh, slow, runs } = open();
    function* ended(): Flow<number> {
      yield* sleep(transport.clock.now() + 50);
      throw new TransportError("aborted", "The session was closed.");
    }
    const [leader, follower] = await run(
      all(2, (index) => refresh.get(authContext(transport), index === 0 ? ended : slow)),
      transport,
    );
    expect(leader?.error).toMatchObject({ message: "The session was closed." });
    expect(follower).toEqual({ value: 1 });
    expect(runs()).toBe(1);
    // It was no failure, after which nobody would prepare anything for a while.
    const closed = refresh.get(authContext(transport), ended);
    expect(await failureOf(run(closed, transport))).toMatchObject({ code: "aborted" });
    await run(refresh.prepare(authContext(transport), slow), transport);
    await run(sleep(transport.clock.now() + 300), transport);
    expect(runs()).toBe(2);
  });
});

test("a session that is closed under a run takes nobody else's callers with it", async () => {
  const transport = scriptedTransport([]);
  const refresh = new SharedRefresh<number>();
  const group = new Slots<Task>();
  function* slow(): Flow<number> {
    yield* sleep(transport.clock.now() + 200);
    return 1;
  }
  const closing = runAsync(refresh.get(authContext(transport), slow), transport, undefined, group);
  const other = runAsync(refresh.get(authContext(transport), slow), transport);
  cancelAsync(group, new TransportError("aborted", "The session was closed."));
  expect(await failureOf(closing)).toMatchObject({ code: "aborted" });
  expect(await other).toBe(1);
});
