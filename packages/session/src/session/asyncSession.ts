import { asyncTwin } from "#twins";
import { closingAsync } from "./closing.ts";
import { HttpSession } from "./httpSession.ts";
import type { SessionOptions } from "./sessionOptions.ts";

/**
 * A session with any server, by promises. Making one does no I/O.
 *
 * @example
 * ```ts
 * await using session = new AsyncSession({ url: "https://api.example.com", auth: bearer(token) });
 * const thing = (await session.httpGet("things/1")).raiseForStatus().json();
 * ```
 */
export class AsyncSession extends HttpSession<"async"> implements AsyncDisposable {
  constructor(options: SessionOptions) {
    super(asyncTwin, options);
  }

  /** Opens a session, runs `fn` with it, and closes it: for JavaScript without `using`. */
  static async with<S extends AsyncSession, T>(
    this: new (
      options: SessionOptions,
    ) => S,
    options: SessionOptions,
    fn: (session: S) => T | Promise<T>,
  ): Promise<T> {
    return await closingAsync(new this(options), fn);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
