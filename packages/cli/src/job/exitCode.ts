/** How a command ends: part of the command line's contract (docs/cli.md). */
export const EXIT = {
  ok: 0,
  /** Anything without a code of its own; 403 and 5xx too. */
  error: 1,
  /** The command line, a file it names, or the configuration is wrong: nothing was sent. */
  usage: 2,
  /** Some items of a batch failed. */
  partial: 3,
  /** Nobody is signed in, or the server refuses who is. */
  authentication: 4,
  notFound: 5,
  rateLimited: 6,
  /** No answer: connection, TLS, time-out. */
  network: 7,
  conflict: 8,
} as const;
