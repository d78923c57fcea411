import { isThenable } from "../driver/isThenable.ts";
import { callable, required } from "../request/optionChecks.ts";

/**
 * Runs `fn` with a session and closes it, however `fn` ends: `await using` for JavaScript without it.
 *
 * @example
 * ```ts
 * const status = await closingAsync(new AsyncSession({ url }), async (session) => (await session.httpGet("health/")).status);
 * ```
 */
export async function closingAsync<S extends { close(): Promise<void> }, T>(
  session: S,
  fn: (session: S) => T | Promise<T>,
): Promise<T> {
  try {
    return await required(callable<typeof fn>())(fn, "fn")(session);
  } finally {
    await session.close();
  }
}

/**
 * Runs `fn` with a session and closes it, however `fn` ends: `using` for JavaScript without it. Where `fn` returns a promise,
 * the session closes when that is settled.
 *
 * @example
 * ```ts
 * const status = closingBlocking(new Session({ url }), (session) => session.httpGet("health/").status);
 * ```
 */
export function closingBlocking<S extends { close(): void }, T>(session: S, fn: (session: S) => T): T {
  let isOver = true;
  try {
    const result = required(callable<typeof fn>())(fn, "fn")(session);
    if (!isThenable(result)) return result;
    isOver = false;
    // Settles as what `fn` returned does: nobody who has a T can tell them apart.
    return Promise.resolve(result).finally(() => session.close()) as T;
  } finally {
    if (isOver) session.close();
  }
}
