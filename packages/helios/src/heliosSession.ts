import { blockingTwin, closingBlocking } from "@latchkey/session";
import { HeliosBase } from "./heliosBase.ts";
import type { HeliosOptions } from "./heliosOptions.ts";

/**
 * A session with the Helios API, blocking: a method returns when it is done. Making one does no I/O; the first call
 * looks for credentials and a token.
 *
 * @example
 * ```ts
 * using session = HeliosSession.start();
 * const { results } = session.cameras.index({ state: "New York" });
 * ```
 */
export class HeliosSession extends HeliosBase<"blocking"> implements Disposable {
  /**
   * @throws UsageError for an option that is unknown or out of range, for `clientId` or `clientSecret` alone, and for a
   * store that answers with promises
   * @throws AuthenticationError (`insecure`) for an `apiUrl` of plain http to another machine
   */
  constructor(options?: HeliosOptions) {
    super(blockingTwin, options);
  }

  /** A session that has started; one that cannot start is closed again. See {@link HeliosBase.startSession}. */
  static start<S extends HeliosSession>(this: new (options?: HeliosOptions) => S, options?: HeliosOptions): S {
    return started(new this(options));
  }

  /** Starts a session, runs `fn` with it, and closes it: for JavaScript without `using`. Where `fn` returns a promise, once it is settled. */
  static with<S extends HeliosSession, T>(
    this: new (
      options?: HeliosOptions,
    ) => S,
    options: HeliosOptions | undefined,
    fn: (session: S) => T,
  ): T {
    return closingBlocking(started(new this(options)), fn);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function started<S extends HeliosSession>(session: S): S {
  try {
    session.startSession();
    return session;
  } catch (error) {
    session.close();
    throw error;
  }
}
