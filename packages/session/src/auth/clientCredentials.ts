import type { AuthContext, AuthStrategy, Credential } from "../contracts/authStrategy.ts";
import type { Store } from "../contracts/store.ts";
import { UsageError } from "../errors/usageError.ts";
import type { Flow } from "../flow/flow.ts";
import { mapped } from "../flow/mapped.ts";
import { ready } from "../flow/ready.ts";
import type { Reply } from "../message/reply.ts";
import { logWarning } from "../stores/logWarning.ts";
import { assertNoOther } from "./assertNoOther.ts";
import { type ClientCredentialsOptions, checkClientCredentialsOptions } from "./clientCredentialsOptions.ts";
import { CoolDown } from "./coolDown.ts";
import { SharedRefresh } from "./sharedRefresh.ts";
import { HeldToken, type TokenInfo } from "./tokenHeld.ts";
import { TokenKeeper, type Verdicts, type VerifyToken, verdictOn } from "./tokenKeeper.ts";
import type { TokenBinding } from "./tokenRecord.ts";
import { readTokenReply } from "./tokenReply.ts";
import { type TokenGrant, tokenEndpoint, tokenRequest } from "./tokenRequest.ts";

/** Refused tokens that are replaced at once, before refusals are spaced out. */
const FREE_REFUSALS = 3;

/**
 * The OAuth 2.0 client credentials grant (RFC 6749 §4.4) as a strategy. One token serves all calls: it is asked for
 * when first needed, renewed a little before its end while calls go on, and replaced once when the server refuses it,
 * however many calls were refused. Printing or serialising it shows no secret.
 */
export class ClientCredentials implements AuthStrategy {
  readonly name = "clientCredentials";
  readonly #grant: TokenGrant;
  readonly #binding: TokenBinding;
  readonly #keeperOf: (store: Store) => TokenKeeper;
  #keeper: TokenKeeper | undefined;
  readonly #verify: VerifyToken | undefined;
  readonly #refresh: SharedRefresh<HeldToken> = new SharedRefresh();
  readonly #refusals: CoolDown = new CoolDown(FREE_REFUSALS);
  #held: HeldToken | undefined;
  /** Counts how often everything was forgotten: a token that was under way then is not kept. */
  #forgotten = 0;

  constructor(options: ClientCredentialsOptions) {
    const checked = checkClientCredentialsOptions(options);
    const { tokenUrl, clientId, clientSecret, clientAuthentication, scope, parameters, hints, store, verify } = checked;
    const endpoint = tokenEndpoint(tokenUrl);
    const issuer = checked.issuer ?? endpoint.origin + endpoint.path.replace(/\?.*$/s, "");
    this.#grant = { endpoint, clientId, clientSecret, clientAuthentication, scope, parameters, hints };
    this.#binding = { issuer, clientId, scope, parameters };
    this.#verify = verify;
    const key = checked.storeKey ?? JSON.stringify([issuer, clientId, scope ?? "", parameters]);
    const { acceptUnbound, onWarning: warn = logWarning } = checked;
    const keeping = { binding: this.#binding, key, verify, acceptUnbound, warn };
    this.#keeperOf = (itsStore) => new TokenKeeper({ ...keeping, store: itsStore });
    if (store !== undefined) this.keepIn(store);
  }

  /** Where the token is kept, if anywhere. Not its own, so that what is stored is not printed with it. */
  get store(): Store | undefined {
    return this.#keeper?.store;
  }

  keepIn(store: Store): void {
    assertNoOther(this, store);
    this.#keeper ??= this.#keeperOf(store);
  }

  credential(context: AuthContext): Flow<Credential> {
    const held = this.#held;
    const now = context.call.settings.clock.now();
    if (held === undefined || now >= held.endsAt) return mapped(this.#replace(held, context), credentialOf, undefined);
    return now >= held.renewAt ? this.#usedWhileRenewed(held, context) : ready(held.credential);
  }

  /** It still works: nobody waits for the next one, and the trouble of getting that is nobody's yet. */
  *#usedWhileRenewed(held: HeldToken, context: AuthContext): Flow<Credential> {
    yield* this.#refresh.prepare(context, this.#obtain);
    return held.credential;
  }

  refused(used: Credential, reply: Reply, context: AuthContext): Flow<boolean> {
    return reply.status === 401 ? this.#refused(used, context) : ready(false);
  }

  *#refused(used: Credential, context: AuthContext): Flow<boolean> {
    const held = this.#held;
    if (held === undefined || held.credential.headers["authorization"] !== used.headers["authorization"]) return true;
    if (!this.#refresh.running) {
      const now = context.call.settings.clock.now();
      if (!this.#refusals.over(now)) return false;
      this.#refusals.strike(now);
    }
    yield* this.#replace(held, context);
    return true;
  }

  /** Forgets the token, in the store too. The next call asks for another. */
  *forget(context: AuthContext): Flow<void> {
    this.#held = undefined;
    this.#forgotten += 1;
    if (this.#keeper !== undefined) yield* this.#keeper.forget(context.call.settings.clock);
  }

  /** What is known of the token in use; `undefined` before the first. */
  current(): TokenInfo | undefined {
    return this.#held?.info;
  }

  /** The `Authorization` header in use, for requests made elsewhere. This is the secret itself: keep it out of logs. */
  authorization(): string | undefined {
    return this.#held?.credential.headers["authorization"];
  }

  /**
   * Replaces the token by another one, whatever its state; calls that need one meanwhile wait for it.
   *
   * @throws AuthenticationError, StatusError, TransportError or DecodeError, as a token request can fail
   */
  *renew(context: AuthContext): Flow<TokenInfo> {
    return (yield* this.#replace(this.#held, context, true)).info;
  }

  /**
   * Asks the server whether the token in use, or the stored one, is good. Asks for no other.
   *
   * @param minimumSeconds - the time that must be left, but never more than half of the token's life. Default 0.
   * @throws UsageError (`option`) when the strategy was made without `verify`
   */
  check(context: AuthContext, minimumSeconds: number = 0): Flow<boolean> {
    return this.#check(context, minimumSeconds, new Map());
  }

  *#check(context: AuthContext, minimumSeconds: number, verdicts: Verdicts): Flow<boolean> {
    const verify = this.#verify;
    if (verify === undefined) throw new UsageError("option", "A token can be checked only with the option verify.");
    const { clock } = context.call.settings;
    const held = this.#held ?? (yield* this.#load(context, verdicts));
    if (held === undefined) return false;
    const seconds = yield* verdictOn(held.accessToken, verify, verdicts, context);
    if (seconds === false) return false;
    const left = Number.isFinite(seconds) ? seconds * 1000 : undefined;
    if (this.#held === held) {
      const { issuer, clientId, scope, source, lifetime } = held.info;
      const { accessToken, askedAt } = held;
      const renewed = held.credential.source === "refresh";
      const parts = { accessToken, askedAt, issuer, clientId, scope, source, renewed, lifetime, left };
      this.#held = new HeldToken(parts, clock);
    }
    return seconds >= Math.min(minimumSeconds, (held.info.lifetime ?? Infinity) / 2000);
  }

  /**
   * Makes sure of a good token: one that is held or stored is shown to the server and replaced if need be; where there
   * is none, one is asked for.
   *
   * @param minimumSeconds - as for {@link check}
   */
  *start(context: AuthContext, minimumSeconds: number = 0): Flow<TokenInfo> {
    const verdicts: Verdicts = new Map();
    const held = this.#held ?? (this.#verify === undefined ? undefined : yield* this.#load(context, verdicts));
    if (held !== undefined && this.#verify !== undefined && (yield* this.#check(context, minimumSeconds, verdicts))) {
      return (this.#held ?? held).info;
    }
    return (yield* this.#replace(held, context, true, (asking) => this.#another(asking, verdicts))).info;
  }

  *#load(context: AuthContext, verdicts: Verdicts): Flow<HeldToken | undefined> {
    const loaded = yield* this.#keeper?.load(context, verdicts) ?? ready(undefined);
    this.#held ??= loaded;
    return this.#held;
  }

  /** Another token than `old`: one run for all who need it, and none when it has been replaced meanwhile. */
  #replace(
    old: HeldToken | undefined,
    context: AuthContext,
    insist: boolean = false,
    obtain: (context: AuthContext) => Flow<HeldToken> = this.#obtain,
  ): Flow<HeldToken> {
    const held = this.#held;
    if (held !== undefined && held.accessToken !== old?.accessToken) return ready(held);
    return this.#refresh.get(context, obtain, insist);
  }

  /** Made once, not for each of the calls that wait. */
  readonly #obtain = (context: AuthContext): Flow<HeldToken> => this.#another(context, new Map());

  *#another(context: AuthContext, verdicts: Verdicts): Flow<HeldToken> {
    const old = this.#held;
    // Getting a token is part of the call's time.
    context.call.leaveQueue();
    const forgotten = this.#forgotten;
    if (old !== undefined) verdicts.set(old.accessToken, false);
    const fetch = (): Flow<HeldToken> => this.#fetch(context, old !== undefined);
    const token = yield* this.#keeper?.fetchAlone(context, verdicts, old?.askedAt ?? -Infinity, fetch) ?? fetch();
    if (forgotten === this.#forgotten) this.#held = token;
    else yield* this.#keeper?.forget(context.call.settings.clock) ?? ready(undefined);
    return token;
  }

  *#fetch(context: AuthContext, renewed: boolean): Flow<HeldToken> {
    const { clock, cid } = context.call.settings;
    const askedAt = clock.wall();
    const reply = yield* context.send(tokenRequest(this.#grant));
    const issued = readTokenReply(reply, this.#grant, { cid, wall: clock.wall() });
    const { accessToken, lifetime, scope = this.#binding.scope } = issued;
    const { issuer, clientId } = this.#binding;
    const parts = {
      accessToken,
      issuer,
      clientId,
      scope,
      source: "issuer",
      renewed,
      askedAt,
      lifetime,
      left: lifetime,
    } as const;
    return new HeldToken(parts, clock);
  }
}

/**
 * Signs in with the OAuth 2.0 client credentials grant, RFC 6749 §4.4.
 *
 * One strategy serves the sessions of one thread and one twin.
 *
 * @throws AuthenticationError (`missing`) without a client id or secret, (`insecure`) when the secret would leave this
 * machine over plain http
 * @throws UsageError (`option`) for an unknown option or a value that is not allowed
 *
 * @example
 * ```ts
 * const session = new AsyncSession({
 *   url: "https://api.example.com/v1",
 *   auth: clientCredentials({ tokenUrl: "https://api.example.com/v1/oauth/token", clientId, clientSecret }),
 * });
 * ```
 */
export function clientCredentials(options: ClientCredentialsOptions): ClientCredentials {
  return new ClientCredentials(options);
}

function credentialOf({ credential }: HeldToken): Credential {
  return credential;
}
