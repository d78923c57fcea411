import type { Flow } from "../flow/flow.ts";
import type { Source } from "../flow/source.ts";

/** A source as an iterable: each iteration opens a new one, and leaving the loop stops it. */
export function eachBlocking<T>(open: () => Source<T>, run: <R>(flow: Flow<R>) => R): Iterable<T> {
  return { [Symbol.iterator]: () => items(open(), run) };
}

function* items<T>(source: Source<T>, run: <R>(flow: Flow<R>) => R): Generator<T, void, undefined> {
  try {
    for (let chunk = run(source.next()); chunk !== undefined; chunk = run(source.next()))
      for (const item of chunk) yield item;
  } finally {
    run(source.stop());
  }
}
