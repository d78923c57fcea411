import { closingAsync } from "@latchkey/session";
import { asyncTwin } from "#asyncTwin";
import { HeliosBase } from "./heliosBase.ts";
import type { HeliosOptions } from "./heliosOptions.ts";

/**
 * A session with the Helios API, by promises. Making one does no I/O; the first call looks for credentials and a token.
 *
 * @example
 * ```ts
 * await using session = await AsyncHeliosSession.start({ maxConcurrency: 50 });
 * const { results } = await session.cameras.index({ state: "New York" });
 * ```
 */
export class AsyncHeliosSession extends HeliosBase<"async"> implements AsyncDisposable {
  /**
   * @throws UsageError for an option that is unknown or out of range, and for `clientId` or `clientSecret` alone
   * @throws AuthenticationError (`insecure`) for an `apiUrl` of plain http to another machine
   */
  constructor(options?: HeliosOptions) {
    super(asyncTwin, options);
  }

  /** A session that has started; one that cannot start is closed again. See {@link HeliosBase.startSession}. */
  static async start<S extends AsyncHeliosSession>(
    this: new (
      options?: HeliosOptions,
    ) => S,
    options?: HeliosOptions,
  ): Promise<S> {
    return await started(new this(options));
  }

  /** Starts a session, runs `fn` with it, and closes it: for JavaScript without `using`. */
  static async with<S extends AsyncHeliosSession, T>(
    this: new (
      options?: HeliosOptions,
    ) => S,
    options: HeliosOptions | undefined,
    fn: (session: S) => T | Promise<T>,
  ): Promise<T> {
    return await closingAsync(await started(new this(options)), fn);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

async function started<S extends AsyncHeliosSession>(session: S): Promise<S> {
  try {
    await session.startSession();
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}
