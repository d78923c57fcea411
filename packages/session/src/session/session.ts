import { blockingTwin } from "#twins";
import { closingBlocking } from "./closing.ts";
import { HttpSession } from "./httpSession.ts";
import type { SessionOptions } from "./sessionOptions.ts";

/**
 * A session with any server, blocking: a method returns when it is done. The first call starts an I/O thread that all
 * blocking sessions of the same thread share.
 *
 * @example
 * ```ts
 * using session = new Session({ url: "https://api.example.com", auth: bearer(token) });
 * const thing = session.httpGet("things/1").raiseForStatus().json();
 * ```
 */
export class Session extends HttpSession<"blocking"> implements Disposable {
  constructor(options: SessionOptions) {
    super(blockingTwin, options);
  }

  /** Opens a session, runs `fn` with it, and closes it: for JavaScript without `using`. Where `fn` returns a promise, once it is settled. */
  static with<S extends Session, T>(
    this: new (
      options: SessionOptions,
    ) => S,
    options: SessionOptions,
    fn: (session: S) => T,
  ): T {
    return closingBlocking(new this(options), fn);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
