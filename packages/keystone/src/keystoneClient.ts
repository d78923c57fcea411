import { blockingTwin, closingBlocking } from "@latchkey/session";
import { KeystoneBase } from "./keystoneBase.ts";
import type { KeystoneOptions } from "./keystoneOptions.ts";

/**
 * A session with a Keystone server, blocking: a method returns when it is done.
 *
 * @example
 * ```ts
 * using client = new KeystoneClient({ url: "http://localhost:8000" });
 * client.login({ username: "admin", password: "quickstart" });
 * for (const team of client.paginate("users/teams")) console.log(team.name);
 * ```
 */
export class KeystoneClient extends KeystoneBase<"blocking"> implements Disposable {
  /** @throws UsageError for an option that is unknown or out of range */
  constructor(options: KeystoneOptions) {
    super(blockingTwin, options);
  }

  /** Opens a client, runs `fn` with it, and closes it: for JavaScript without `using`. Where `fn` returns a promise, once it is settled. */
  static with<C extends KeystoneClient, T>(
    this: new (
      options: KeystoneOptions,
    ) => C,
    options: KeystoneOptions,
    fn: (client: C) => T,
  ): T {
    return closingBlocking(new this(options), fn);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
