import {
  type AuthContext,
  AuthenticationError,
  type AuthStrategy,
  type BaseUrl,
  bearer,
  type Credential,
  type Flow,
  type Reply,
  UsageError,
} from "@latchkey/session";
import type { HeliosSignIn } from "./heliosSignIn.ts";
import { sessionCheck } from "./sessionCheck.ts";

const SECONDS_PER_MINUTE = 60;

/** A token that the caller had already: used as it is, and never replaced. */
export class GivenToken implements HeliosSignIn {
  readonly name = "helios";
  /** Of a token that somebody else got, nothing is known. */
  readonly token: undefined;
  readonly #token: string;
  readonly #base: BaseUrl;
  readonly #minimumSeconds: number;
  readonly #bearer: AuthStrategy;

  /**
   * @param threshold - in minutes: with less time left the token does not pass a check
   * @throws AuthenticationError (`missing`) for a text that is no bearer token
   */
  constructor(token: string, base: BaseUrl, threshold: number) {
    this.#token = token;
    this.#base = base;
    this.#minimumSeconds = threshold * SECONDS_PER_MINUTE;
    this.#bearer = bearer(token);
  }

  get authorization(): string {
    return `Bearer ${this.#token}`;
  }

  credential(context: AuthContext): Flow<Credential> {
    return this.#bearer.credential(context);
  }

  refused(used: Credential, reply: Reply, context: AuthContext): Flow<boolean> {
    return this.#bearer.refused(used, reply, context);
  }

  /** @throws AuthenticationError (`expired`) for a token that the server does not know, or that has no time left */
  *start(context: AuthContext): Flow<void> {
    const seconds = yield* this.#secondsLeft(context);
    if (seconds > 0) return;
    throw new AuthenticationError("expired", "Helios does not take the token that was passed, or does no longer.", {
      method: "GET",
      url: `${this.#base.href}session`,
      cid: context.call.settings.cid,
      hint: "Make a session with another one: a token that was passed is not renewed. If it is good, check apiUrl.",
    });
  }

  *check(context: AuthContext): Flow<boolean> {
    const seconds = yield* this.#secondsLeft(context);
    return seconds > 0 && seconds >= this.#minimumSeconds;
  }

  // It has to be a flow, like those of sessions that have something to forget.
  *forget(): Flow<void> {
    throw new UsageError("option", "A token that was passed cannot be forgotten: it is all that the session has.", {
      hint: "Close the session.",
    });
  }

  *#secondsLeft(context: AuthContext): Flow<number> {
    const seconds = yield* sessionCheck(this.#base)(this.#token, context);
    return seconds === false ? 0 : seconds;
  }
}
