import type { Lease, LeaseAttempt, Store } from "../contracts/store.ts";
import { isThenable } from "../driver/isThenable.ts";
import type { Clock } from "../driver/transport.ts";
import { all, type Flow, sleep, wait } from "../flow/flow.ts";
import { Signal } from "../flow/signal.ts";
import type { Outcome } from "../flow/step.ts";
import type { Call } from "../message/call.ts";
import { askStore } from "./askStore.ts";

/** A holder shows life this often. */
const BEAT = 1_000;
/** A holder that showed none for this long may be replaced. */
const STALE = 8_000;
/** Who could not be replaced by then is not waited for any longer. */
const GIVE_UP = 12_000;
const FIRST_POLL = 20;
const LONGEST_POLL = 250;

export interface LeaseOptions<T> {
  readonly store: Store;
  readonly key: string;
  /** The call that needs it: other holders are waited for within its time; the work is done without a lease then. */
  readonly call: Call;
  /** Asked before each attempt, and once more under the lease: what others have finished meanwhile. */
  readonly ready: () => Flow<T | undefined>;
  /** What to do; the lease is there to be checked before something is written. */
  readonly work: (lease: Lease | undefined) => Flow<T>;
}

/**
 * Does something that processes should not do at the same time, each waiting while another shows that it is alive.
 *
 * Life is what the waiter sees change within {@link STALE}, on its own monotonic clock: steps of the wall clock, other
 * machines' clocks and reused process ids do not matter. The holder's beats are steps of this flow, not a timer: the
 * blocking driver performs them while it waits for the very work that needs the lease, and virtual time speeds them
 * up too. A holder whose thread is held up by its caller shows no life and may lose the lease; it learns of that
 * before it writes. Whatever goes wrong with the lease itself, the work is done.
 */
export function* withLease<T>(options: LeaseOptions<T>): Flow<T> {
  const { store, call, ready, work } = options;
  const { clock } = call.settings;
  const { lease, found } = yield* acquire(options);
  if (found !== undefined) return found;
  if (lease === undefined) return yield* work(undefined);
  const over = new Signal();
  let result: Outcome<T> | undefined;

  function* worker(): Flow<void> {
    try {
      // The holder before may have finished between the last look and this lease.
      const found = yield* ready();
      result = { value: found === undefined ? yield* work(lease) : found };
    } catch (error) {
      result = { error };
    } finally {
      over.raise();
    }
  }
  function* heart(held: Lease): Flow<void> {
    while (!(yield* wait(over, clock.now() + BEAT))) yield* askStore(store, clock, () => held.beat());
  }

  try {
    yield* all<void>(2, (index) => (index === 0 ? worker() : heart(lease)));
  } finally {
    yield* askStore(store, clock, () => lease.release());
  }
  if (result === undefined) throw new Error("The work under a lease ended without a result.");
  if ("error" in result) throw result.error;
  return result.value;
}

function* acquire<T>(options: LeaseOptions<T>): Flow<{ readonly lease?: Lease; readonly found?: T }> {
  const { store, key, call, ready } = options;
  const { clock } = call.settings;
  let seen: string | undefined;
  let since = clock.now();
  for (let poll = FIRST_POLL; ; poll = Math.min(poll * 1.5, LONGEST_POLL)) {
    const found = yield* ready();
    if (found !== undefined) return { found };
    const silence = clock.now() - since;
    const attempt = yield* tryLease(store, clock, key, silence < STALE ? undefined : seen);
    if ("error" in attempt || attempt.value === undefined) return {};
    if ("lease" in attempt.value) return { lease: attempt.value.lease };
    if (attempt.value.sign !== seen) {
      seen = attempt.value.sign;
      since = clock.now();
    } else if (silence >= GIVE_UP) {
      return {};
    }
    // The chance keeps those who wait for the same holder from asking at the same moments.
    const asked = clock.now();
    const next = asked + poll * (0.5 + clock.random());
    if (next >= call.until) return {};
    yield* sleep(next);
    call.waited("lock", clock.now() - asked);
  }
}

/** A lease that comes when nobody waits for the answer any more is given back. */
function* tryLease(
  store: Store,
  clock: Clock,
  key: string,
  stale: string | undefined,
): Flow<Outcome<LeaseAttempt | undefined>> {
  let isAwaited = true;
  const question = (): ReturnType<NonNullable<Store["lease"]>> | undefined => {
    const asked = store.lease?.(key, stale);
    if (isThenable(asked)) {
      asked
        .then((late) => {
          if (!isAwaited && "lease" in late) return late.lease.release();
        })
        .then(undefined, () => {});
    }
    return asked;
  };
  try {
    const answer = yield* askStore<LeaseAttempt | undefined>(store, clock, question);
    isAwaited = "value" in answer;
    return answer;
  } catch (error) {
    isAwaited = false;
    throw error;
  }
}
