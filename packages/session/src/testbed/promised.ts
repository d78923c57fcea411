/** A blocking object seen as its async twin: its methods return promises, so that one test serves both. */
export function promised<A extends object>(blocking: object): A {
  const proxy = new Proxy(blocking, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => Reflect.apply(value, target, args);
    },
  });
  // The twins have the same names and parameters by construction; only what they return differs, and that is wrapped.
  return proxy as A;
}
