import {
  type CannedReply,
  type ScriptedRequest,
  type ScriptedTransport,
  scriptedTransport,
} from "@latchkey/session/testing";
import type { HeliosOptions } from "../heliosOptions.ts";

/** A scripted Helios that issues T1, T2, … and knows only those that it still holds good. */
export class TokenScript {
  readonly transport: ScriptedTransport;
  /** Tokens that the API accepts. */
  readonly good: Set<string> = new Set();
  /** Seconds that `/session` says are left; `lifetime` until it is set. */
  left: unknown;
  /** Answers in place of the script's own, asked first. */
  instead: (request: ScriptedRequest) => CannedReply | Error | undefined = () => undefined;
  readonly #lifetime: unknown;
  #issued = 0;

  constructor(lifetime: unknown = 93_600, wall: number = Date.now()) {
    this.#lifetime = lifetime;
    this.transport = scriptedTransport((request) => this.instead(request) ?? this.#answer(request), { wall });
  }

  /** Options of a session with it. */
  options(baseDir: string): HeliosOptions {
    const { transport } = this;
    return { transport, baseDir, clientId: "id", clientSecret: "canary-secret", apiUrl: "http://localhost/v1" };
  }

  /** How many requests there were whose path ends so. */
  count(ending: string): number {
    return this.transport.requests.filter(({ url }) => url.replace(/\?.*$/, "").endsWith(ending)).length;
  }

  get issued(): number {
    return this.#issued;
  }

  #answer({ url, headers }: ScriptedRequest): CannedReply {
    if (url.endsWith("/oauth/token")) {
      this.#issued += 1;
      const token = `T${this.#issued}`;
      this.good.add(token);
      return { json: { access_token: token, token_type: "Bearer", expires_in: this.#lifetime } };
    }
    const known = this.good.has(headers["authorization"]?.replace("Bearer ", "") ?? "");
    if (url.endsWith("/session")) {
      const { left = this.#lifetime } = this;
      return { json: known ? { name: "me", roles: [], context: {}, expires_in: left } : { name: null, expires_in: 0 } };
    }
    return known ? { json: { ok: true } } : { status: 401, json: { error: { code: "invalid_token" } } };
  }
}
