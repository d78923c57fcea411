import type { AuthContext } from "../contracts/authStrategy.ts";
import type { Lease, Store, StoreWarning } from "../contracts/store.ts";
import type { Clock } from "../driver/transport.ts";
import type { Flow } from "../flow/flow.ts";
import { askStore } from "../stores/askStore.ts";
import { withLease } from "../stores/withLease.ts";
import { storeTrouble } from "./storeTrouble.ts";
import { HeldToken } from "./tokenHeld.ts";
import { renewalMargin } from "./tokenLifetime.ts";
import { readTokenRecord, type TokenBinding, type TokenRecord, tokenRecord } from "./tokenRecord.ts";

/** Asks the issuer about a token: the seconds that it has left, or `false` when it is not good. */
export type VerifyToken = (accessToken: string, context: AuthContext) => Flow<number | false>;

/**
 * What is known of tokens while one is looked for: the seconds that they have left, or `false` for one that must not be
 * used. What the issuer was asked once, it is not asked again.
 */
export type Verdicts = Map<string, number | false>;

/** A wall clock may be this wrong, in ms, before a record's times are doubted. */
const CLOCK_ERROR = 60_000;

export interface TokenKeeperOptions {
  readonly binding: TokenBinding;
  readonly store: Store;
  readonly key: string;
  readonly verify: VerifyToken | undefined;
  readonly acceptUnbound: boolean;
  readonly warn: StoreWarning;
}

/** Keeps one client's token in a store. Its troubles are warnings: the token is worth more than its copy. */
export class TokenKeeper {
  readonly #options: TokenKeeperOptions;

  constructor(options: TokenKeeperOptions) {
    this.#options = options;
  }

  get store(): Store {
    return this.#options.store;
  }

  /**
   * The stored token, when it may be used for this binding and has enough time left. Times that cannot be trusted are
   * looked up at the issuer's, and so is a token that does not say whose it is.
   *
   * @param verdicts - what the issuer says is added
   */
  *load(context: AuthContext, verdicts: Verdicts, newerThan: number = -Infinity): Flow<HeldToken | undefined> {
    const found = yield* this.#find(context, verdicts, newerThan);
    context.call.storeHit = context.call.storeHit === true || found !== undefined;
    return found;
  }

  *#find(context: AuthContext, verdicts: Verdicts, newerThan: number): Flow<HeldToken | undefined> {
    const { binding, store, key, acceptUnbound } = this.#options;
    const { clock } = context.call.settings;
    const answer = yield* askStore(store, clock, () => store.get(key));
    if ("error" in answer) {
      this.#warn("could not be read", answer.error);
      return undefined;
    }
    const record = readTokenRecord(answer.value, binding);
    if (record === undefined || verdicts.get(record.accessToken) === false) return undefined;
    if (!record.bound && !acceptUnbound) return undefined;
    if ((record.askedAt ?? Infinity) < newerThan) return undefined;
    return yield* this.#judge(record, context, verdicts);
  }

  *#judge(record: TokenRecord, context: AuthContext, verdicts: Verdicts): Flow<HeldToken | undefined> {
    const { verify } = this.#options;
    const { clock } = context.call.settings;
    const { accessToken, bound } = record;
    const wall = clock.wall();
    const { askedAt = wall, expiresAt } = record;
    const lifetime = expiresAt === undefined ? undefined : expiresAt - askedAt;
    const trusted = bound && lifetime !== undefined && askedAt <= wall + CLOCK_ERROR;
    if (trusted && expiresAt !== undefined) {
      const left = expiresAt - wall;
      return left > renewalMargin(lifetime) ? this.#held({ accessToken, askedAt, lifetime, left }, clock) : undefined;
    }
    if (verify === undefined) {
      return bound ? this.#held({ accessToken, askedAt, lifetime: undefined, left: undefined }, clock) : undefined;
    }
    const seconds = yield* verdictOn(accessToken, verify, verdicts, context);
    if (seconds === false) return undefined;
    const left = Number.isFinite(seconds) ? seconds * 1000 : undefined;
    return this.#held({ accessToken, askedAt: Math.min(askedAt, wall), lifetime: undefined, left }, clock);
  }

  #held(
    parts: { accessToken: string; askedAt: number; lifetime: number | undefined; left: number | undefined },
    clock: Clock,
  ): HeldToken {
    const { issuer, clientId, scope } = this.#options.binding;
    return new HeldToken({ ...parts, issuer, clientId, scope, source: "store" }, clock);
  }

  /**
   * Gets a token while no other process does; what another one stored meanwhile is taken instead.
   *
   * @param fetch - asks the issuer
   */
  *fetchAlone(
    context: AuthContext,
    verdicts: Verdicts,
    newerThan: number,
    fetch: () => Flow<HeldToken>,
  ): Flow<HeldToken> {
    const { store, key } = this.#options;
    const { call } = context;
    const load = (): Flow<HeldToken | undefined> => this.load(context, verdicts, newerThan);
    const work = (lease: Lease | undefined): Flow<HeldToken> => this.#fetchAndSave(context, lease, load, fetch);
    return yield* withLease({ store, key, call, ready: load, work });
  }

  *#fetchAndSave(
    context: AuthContext,
    lease: Lease | undefined,
    load: () => Flow<HeldToken | undefined>,
    fetch: () => Flow<HeldToken>,
  ): Flow<HeldToken> {
    const token = yield* fetch();
    const saved = yield* this.#save(token, context.call.settings.clock, lease);
    // Another process took over while this one was held up: the newer token is the one that lasts.
    return saved ? token : ((yield* load()) ?? token);
  }

  /** `false` when a newer token is there. */
  *#save(token: HeldToken, clock: Clock, lease: Lease | undefined): Flow<boolean> {
    const { binding, store, key } = this.#options;
    const expiresAt = token.info.expiresAt?.getTime();
    const { accessToken, askedAt } = token;
    if (lease !== undefined) {
      const owned = yield* askStore(store, clock, () => lease.beat());
      if (!("error" in owned) && !owned.value) return false;
    }
    let newer = false;
    const replaces = (stored: unknown): boolean => {
      const record = readTokenRecord(stored, binding);
      // A time in the future is a clock that was wrong, not a newer token.
      newer = record?.askedAt !== undefined && record.askedAt > askedAt && record.askedAt <= clock.wall() + CLOCK_ERROR;
      return !newer;
    };
    const value = tokenRecord(binding, { accessToken, askedAt, expiresAt });
    const answer = yield* askStore(store, clock, () => store.set(key, value, { expiresAt, replaces }));
    if ("error" in answer) this.#warn("could not keep the token", answer.error);
    return !newer;
  }

  /** Forgets the stored token. */
  *forget(clock: Clock): Flow<void> {
    const { store, key } = this.#options;
    const answer = yield* askStore(store, clock, () => store.delete(key));
    if ("error" in answer) this.#warn("could not forget the token", answer.error);
  }

  #warn(what: string, error: unknown): void {
    const { store, warn } = this.#options;
    warn(storeTrouble(store, what, error, "The token is used"));
  }
}

/** What is known of a token, or what its issuer says when asked now: the seconds left, or `false`. */
export function* verdictOn(
  accessToken: string,
  verify: VerifyToken,
  verdicts: Verdicts,
  context: AuthContext,
): Flow<number | false> {
  const known = verdicts.get(accessToken);
  if (known !== undefined) return known;
  const seconds = yield* verify(accessToken, context);
  const verdict = seconds !== false && seconds > 0 ? seconds : false;
  verdicts.set(accessToken, verdict);
  return verdict;
}
