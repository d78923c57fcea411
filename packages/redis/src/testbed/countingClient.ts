import type { RedisClient } from "../client/redisClient.ts";

/** The same client, and how many commands it was given since. */
export function counting(client: RedisClient): { readonly client: RedisClient; readonly sent: () => number } {
  let count = 0;
  const counted = new Proxy(client, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      return (...args: unknown[]): unknown => {
        if (name === "call" || name === "sendCommand") count += 1;
        return Reflect.apply(member, target, args);
      };
    },
  });
  return { client: counted, sent: () => count };
}
