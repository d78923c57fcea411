import { setTimeout as pause } from "node:timers/promises";
import { type Commands, commandsOf, type RedisClient } from "./redisClient.ts";
import { isPassing, RedisFailure, type RedisTrouble, refusalCode } from "./redisFailure.ts";

/** After Redis let somebody wait in vain, nobody waits for it for so long, in ms. */
const REST = 30_000;
/** Between two tries of a command that met such an answer, in ms. */
const PAUSE = 20;

type Command = readonly [string, ...string[]];

/** What became of one try: a reply, a refusal or a lost connection, or nothing in time. */
type Try = { readonly reply: unknown } | { readonly code: string | undefined } | undefined;

/**
 * Commands that end in time, whatever becomes of Redis. A command is sent only over a connection that is ready, so
 * that none piles up in a client's queue; a connection that was lost is waited for within the same time, and the
 * command sent again: each command of this package does no harm when Redis performs it twice.
 *
 * Waiting in vain happens once per {@link REST}: then commands fail at once until that time is over or Redis shows life.
 */
export class RedisLink {
  readonly #commands: Commands;
  readonly #timeout: number;
  /** Ends early when the connection becomes ready once more: who listened for that would live as long as the client. */
  #rest: { readonly until: number; readonly times: number; readonly trouble: RedisTrouble } | undefined;

  constructor(client: RedisClient, timeout: number) {
    this.#commands = commandsOf(client);
    this.#timeout = timeout;
  }

  /**
   * Sends a command and answers with the reply.
   *
   * @throws RedisFailure
   */
  async send(...command: Command): Promise<unknown> {
    const rest = this.#rest;
    if (rest !== undefined && performance.now() < rest.until && this.#commands.times() === rest.times) {
      throw new RedisFailure(rest.trouble);
    }
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.#timeout);
    try {
      return await this.#answer(command, limit.signal);
    } finally {
      clearTimeout(timer);
      // Whoever still listens for the end of the time is let go.
      limit.abort();
    }
  }

  async #answer(command: Command, signal: AbortSignal): Promise<unknown> {
    let trouble: RedisTrouble = { kind: "unconnected" };
    while (this.#commands.ready() || (await this.#becomesReady(signal))) {
      const tried = await this.#try(command, signal);
      if (tried === undefined) {
        trouble = { kind: "silent", ms: this.#timeout };
        break;
      }
      if ("reply" in tried) return tried.reply;
      const { code } = tried;
      trouble = code === undefined ? { kind: "lost" } : { kind: "refused", code };
      if (code !== undefined && !isPassing(code)) throw new RedisFailure(trouble);
      if (!(await passes(PAUSE, signal))) break;
    }
    this.#rest = { until: performance.now() + REST, times: this.#commands.times(), trouble };
    throw new RedisFailure(trouble);
  }

  #try(command: Command, signal: AbortSignal): Promise<Try> {
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve(undefined), { once: true });
      this.#commands.send(command, signal).then(
        (reply) => {
          // Even a reply that comes too late says that Redis is back.
          this.#rest = undefined;
          resolve({ reply });
        },
        (error: unknown) => resolve({ code: refusalCode(error) }),
      );
    });
  }

  #becomesReady(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve(false);
        return;
      }
      const forget = this.#commands.onReady(() => settle(true));
      const giveUp = (): void => settle(false);
      const settle = (ready: boolean): void => {
        forget();
        signal.removeEventListener("abort", giveUp);
        resolve(ready);
      };
      signal.addEventListener("abort", giveUp, { once: true });
      this.#commands.begin();
    });
  }
}

/** Lets time pass; `false` when the signal came first. */
function passes(ms: number, signal: AbortSignal): Promise<boolean> {
  return pause(ms, true, { signal }).catch(() => false);
}
