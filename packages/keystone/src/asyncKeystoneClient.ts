import { asyncTwin, closingAsync } from "@latchkey/session";
import { KeystoneBase } from "./keystoneBase.ts";
import type { KeystoneOptions } from "./keystoneOptions.ts";

/**
 * A session with a Keystone server, by promises. Making one does no I/O.
 *
 * @example
 * ```ts
 * await using client = new AsyncKeystoneClient({ url: "http://localhost:8000" });
 * await client.login({ username: "admin", password: "quickstart" });
 * for await (const team of client.paginate("users/teams")) console.log(team.name);
 * ```
 */
export class AsyncKeystoneClient extends KeystoneBase<"async"> implements AsyncDisposable {
  /** @throws UsageError for an option that is unknown or out of range */
  constructor(options: KeystoneOptions) {
    super(asyncTwin, options);
  }

  /** Opens a client, runs `fn` with it, and closes it: for JavaScript without `using`. */
  static async with<C extends AsyncKeystoneClient, T>(
    this: new (
      options: KeystoneOptions,
    ) => C,
    options: KeystoneOptions,
    fn: (client: C) => T | Promise<T>,
  ): Promise<T> {
    return await closingAsync(new this(options), fn);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
