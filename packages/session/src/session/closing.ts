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
 * Runs `fn` with a session and closes it, however `fn` ends: `using` for JavaScript without it.
 *
 * @example
 * ```ts
 * const status = closingBlocking(new Session({ url }), (session) => session.httpGet("health/").status);
 * ```
 */
export function closingBlocking<S extends { close(): void }, T>(session: S, fn: (session: S) => T): T {
  try {
    return required(callable<typeof fn>())(fn, "fn")(session);
  } finally {
    session.close();
  }
}
