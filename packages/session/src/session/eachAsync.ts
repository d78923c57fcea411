import type { Flow } from "../flow/flow.ts";
import type { Source } from "../flow/source.ts";

type Run = <T>(flow: Flow<T>, signal?: AbortSignal) => Promise<T>;

/** A source as an async iterable: each iteration opens a new one, and leaving the loop stops it. */
export function eachAsync<T>(open: () => Source<T>, run: Run, signal?: AbortSignal): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => items(open(), run, signal) };
}

async function* items<T>(source: Source<T>, run: Run, signal?: AbortSignal): AsyncGenerator<T, void, undefined> {
  try {
    for (let chunk = await run(source.next(), signal); chunk !== undefined; chunk = await run(source.next(), signal)) {
      for (const item of chunk) yield item;
    }
  } finally {
    // Without the signal: what it aborted must still be put away.
    await run(source.stop());
  }
}
