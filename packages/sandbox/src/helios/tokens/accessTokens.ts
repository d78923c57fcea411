import { createHash, createHmac, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Clock } from "../../box/clock.ts";
import type { Tables } from "../tables.ts";

/** Issues bearer tokens and knows how long each still lives. Only their hashes are kept. */
export interface AccessTokens {
  issue(): Promise<{ access_token: string; token_type: "Bearer"; expires_in: number }>;
  /** Whole seconds that are left, or `undefined` where the token is unknown, revoked or expired. */
  secondsLeft(token: string): Promise<number | undefined>;
  revokeAll(): Promise<void>;
  setLifetime(seconds: number): void;
}

/** What the service's own documents show as `expires_in`. */
const standardLifetime = 93_600;

const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Looks like the real thing, a JWT, so that clients meet its length and its dots; the server goes by the hash. */
function newToken(key: Buffer, issued: number, lifetime: number): string {
  const [iat, jti] = [Math.floor(issued / 1000), randomBytes(12).toString("base64url")];
  const body = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ sub: "sandbox", iat, exp: iat + lifetime, jti })}`;
  return `${body}.${createHmac("sha256", key).update(body).digest("base64url")}`;
}

export function accessTokens(db: Kysely<Tables>, clock: Clock): AccessTokens {
  const key = randomBytes(32);
  let lifetime = standardLifetime;
  return {
    async issue() {
      await db.deleteFrom("tokens").where("expires_at", "<=", clock.now()).execute();
      const access_token = newToken(key, clock.now(), Math.ceil(lifetime));
      await db
        .insertInto("tokens")
        .values({ hash: hashOf(access_token), expires_at: clock.now() + lifetime * 1000 })
        .execute();
      return { access_token, token_type: "Bearer", expires_in: lifetime };
    },
    async secondsLeft(token) {
      const rows = await db.selectFrom("tokens").select("expires_at").where("hash", "=", hashOf(token)).execute();
      const left = (rows[0]?.expires_at ?? 0) - clock.now();
      return left > 0 ? Math.ceil(left / 1000) : undefined;
    },
    async revokeAll() {
      await db.deleteFrom("tokens").execute();
    },
    setLifetime(seconds) {
      lifetime = seconds;
    },
  };
}
