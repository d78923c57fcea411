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
  static async start(options?: HeliosOptions): Promise<AsyncHeliosSession> {
    const session = new AsyncHeliosSession(options);
    try {
      return await session.startSession();
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Starts a session, runs `fn` with it, and closes it: for JavaScript without `using`. */
  static async with<T>(
    options: HeliosOptions | undefined,
    fn: (session: AsyncHeliosSession) => T | Promise<T>,
  ): Promise<T> {
    return await closingAsync(await AsyncHeliosSession.start(options), fn);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
