import type { Credential } from "../contracts/authStrategy.ts";
import type { Clock } from "../driver/transport.ts";
import { renewalMargin } from "./tokenLifetime.ts";

/** What may be shown of a token: never the token. */
export interface TokenInfo {
  readonly tokenType: "Bearer";
  readonly issuer: string;
  readonly clientId: string;
  /** What was granted, where the issuer said so. */
  readonly scope: string | undefined;
  /** By the wall clock; `undefined` when the issuer did not say, and the token is used until it is refused. */
  readonly expiresAt: Date | undefined;
  /** Its whole life in ms, where it is known. */
  readonly lifetime: number | undefined;
  /** Whether it came from a store or was issued to this session. */
  readonly source: "store" | "issuer";
}

/** What a token is made of. */
export interface TokenParts {
  readonly accessToken: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string | undefined;
  readonly source: "store" | "issuer";
  /** Issued in place of another one. */
  readonly renewed?: boolean;
  /** When it was asked for, ms since 1970. */
  readonly askedAt: number;
  /** Its whole life in ms. */
  readonly lifetime: number | undefined;
  /** What is left of it in ms. */
  readonly left: number | undefined;
}

/** A token in use. Printed or serialised it shows when it ends, and not itself. */
export class HeldToken {
  readonly #accessToken: string;
  readonly #credential: Credential;
  readonly info: TokenInfo;
  readonly askedAt: number;
  /** When it ends, on the session's monotonic clock: steps of the wall clock do not matter. */
  readonly endsAt: number;
  /** From when on it is renewed while it still works. */
  readonly renewAt: number;

  constructor({ accessToken, askedAt, left, lifetime, renewed = false, ...rest }: TokenParts, clock: Clock) {
    const source = rest.source === "store" ? "store" : renewed ? "refresh" : "login";
    this.#accessToken = accessToken;
    this.#credential = { headers: { authorization: `Bearer ${accessToken}` }, source };
    this.askedAt = askedAt;
    this.endsAt = left === undefined ? Infinity : clock.now() + left;
    this.renewAt = left === undefined ? Infinity : this.endsAt - renewalMargin(lifetime ?? left);
    const expiresAt = left === undefined ? undefined : new Date(clock.wall() + left);
    this.info = { tokenType: "Bearer", ...rest, expiresAt, lifetime };
  }

  /** The secret itself. */
  get accessToken(): string {
    return this.#accessToken;
  }

  get credential(): Credential {
    return this.#credential;
  }

  toJSON(): TokenInfo {
    return this.info;
  }
}
