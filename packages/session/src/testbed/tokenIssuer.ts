import type { CannedReply, ScriptedRequest } from "../transports/scripted.ts";

/** A server that gives out T1, T2 … and takes the last one, unless it was revoked. Paths that end in `/slow` take 5 s. */
export class TokenIssuer {
  /** Token requests so far. */
  issued = 0;
  /** The token that is accepted. */
  valid = "";
  expiresIn: unknown = 3600;
  /** What the token endpoint answers instead. */
  trouble: CannedReply | undefined;
  /** Whether the API takes no token at all. */
  refusesAll = false;
  /** Virtual ms that a token request takes. */
  delay = 0;

  readonly script = ({ url, headers }: Pick<ScriptedRequest, "url" | "headers">): CannedReply => {
    if (url.endsWith("/oauth/token")) return this.#token();
    const accepted = !this.refusesAll && headers["authorization"] === `Bearer ${this.valid}`;
    const delay = url.endsWith("/slow") ? 5_000 : 0;
    return accepted ? { delay, json: { ok: true } } : { delay, status: 401, json: { detail: "no" } };
  };

  #token(): CannedReply {
    this.issued += 1;
    if (this.trouble !== undefined) return { delay: this.delay, ...this.trouble };
    this.valid = `T${this.issued}`;
    const json = { access_token: this.valid, token_type: "Bearer", expires_in: this.expiresIn };
    return { delay: this.delay, json };
  }
}
