import type { Store } from "../contracts/store.ts";
import { isThenable } from "../driver/isThenable.ts";
import type { Clock } from "../driver/transport.ts";
import { TransportError } from "../errors/transportError.ts";
import { call, type Flow } from "../flow/flow.ts";
import type { Outcome } from "../flow/step.ts";

/** The longest that a store may take to answer, in ms, where its answer is a promise. */
const LONGEST = 2_000;

/**
 * Asks a store something. Its failure is an outcome, so that it cannot be mistaken for the end of the call, which is
 * thrown; a store that does not answer in time has failed.
 */
export function* askStore<T>(store: Store, clock: Clock, question: () => T | Promise<T>): Flow<Outcome<T>> {
  // Where nothing can take long there is no timer to set.
  const until = store.blocking ? Infinity : clock.now() + LONGEST;
  try {
    return yield* call(() => settled(question), until);
  } catch (error) {
    if (error instanceof TransportError && error.code === "timeout") return { error };
    throw error;
  }
}

function settled<T>(question: () => T | Promise<T>): Outcome<T> | Promise<Outcome<T>> {
  try {
    const answer = question();
    if (!isThenable(answer)) return { value: answer };
    return Promise.resolve(answer).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
  } catch (error) {
    return { error };
  }
}
