import { type Flow, LatchkeyError, type Outcome } from "@latchkey/session";
import type { Batch, Sized } from "./batch.ts";
import type { Failure } from "./failure.ts";
import { type CallPlace, placed } from "./placed.ts";

/** What became of the items of a batch, each list in the order of the items. */
export interface ItemResults<I, T> {
  readonly succeeded: readonly T[];
  readonly failed: readonly Failure<I>[];
}

/** What is done for each item. */
export interface ItemWork<I, T extends Sized> extends Pick<CallPlace, "method" | "cid"> {
  /** The API's URL for it. May throw for an item that has none. */
  readonly urlOf: (input: I) => string;
  readonly make: (input: I, index: number) => Flow<T>;
}

/** Does something for each item, at once; one that fails is a record, and the others go on. */
export function* itemBatch<I, T extends Sized>(
  inputs: readonly I[],
  { method, cid, urlOf, make }: ItemWork<I, T>,
  batch: Batch,
): Flow<ItemResults<I, T>> {
  batch.expect(inputs.length);
  const outcomes = yield* batch.each(inputs.length, (index) => attempt(inputs, index, make));
  const succeeded: T[] = [];
  const failed: Failure<I>[] = [];
  for (const [index, input] of inputs.entries()) {
    const outcome: Outcome<T> = outcomes[index] ?? { error: undefined };
    if ("error" in outcome) {
      const url = urlFor(input, urlOf);
      failed.push({ input, url, error: placed(outcome.error, { method, url, cid }) });
    } else succeeded.push(outcome.value);
  }
  return { succeeded, failed };
}

/** A flow of its own, so that bad input fails its item and not the batch. */
function* attempt<I, T>(inputs: readonly I[], index: number, make: (input: I, index: number) => Flow<T>): Flow<T> {
  // There are as many flows as inputs.
  return yield* make(inputs[index] as I, index);
}

function urlFor<I>(input: I, urlOf: (input: I) => string): string {
  try {
    return urlOf(input);
  } catch (error) {
    // What cannot be put into a URL was never asked for.
    if (error instanceof LatchkeyError) return "";
    throw error;
  }
}
