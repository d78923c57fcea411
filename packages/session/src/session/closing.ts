/** Runs `fn` with a session and closes it, however `fn` ends: `await using` for JavaScript without it. */
export async function closingAsync<S extends { close(): Promise<void> }, T>(
  session: S,
  fn: (session: S) => T | Promise<T>,
): Promise<T> {
  try {
    return await fn(session);
  } finally {
    await session.close();
  }
}

/** Runs `fn` with a session and closes it, however `fn` ends: `using` for JavaScript without it. */
export function closingBlocking<S extends { close(): void }, T>(session: S, fn: (session: S) => T): T {
  try {
    return fn(session);
  } finally {
    session.close();
  }
}
