import { attempt } from "../driver/attempt.ts";

/**
 * A blocking object seen as its async twin: its methods return promises, and those of the objects that it holds too, so
 * that one test serves both. Lists are read by `for await`.
 *
 * @example
 * ```ts
 * const sessions = [new AsyncSession(options), promised<AsyncSession>(new Session(options))];
 * ```
 */
export function promised<A extends object>(blocking: object): A {
  const proxy = new Proxy(blocking, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value === "function") return (...args: unknown[]) => answer(() => Reflect.apply(value, target, args));
      return isPart(value) ? promised(value) : value;
    },
  });
  // The twins have the same names and parameters by construction; only what they return differs, and that is wrapped.
  return proxy as A;
}

/** What a method answers: whether that is a list is known once it was called, and its twin returns one at once. */
function answer(method: () => unknown): Promise<unknown> {
  const outcome = attempt(method);
  const promise = "error" in outcome ? Promise.reject(outcome.error) : Promise.resolve(outcome.value);
  return Object.assign(promise, {
    async *[Symbol.asyncIterator]() {
      if ("error" in outcome) {
        // Whoever reads the list is told; nobody else waits for the promise.
        promise.catch(() => {});
        throw outcome.error;
      }
      // Only lists are read by for await, and those of a blocking object are iterable.
      yield* outcome.value as Iterable<unknown>;
    },
  });
}

/** An object with methods of its own class, such as one API of a session; plain data is left as it is. */
function isPart(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== Object.prototype && prototype !== null && !ArrayBuffer.isView(value);
}
