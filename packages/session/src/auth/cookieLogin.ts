import { CookieJar } from "../cookies/cookieJar.ts";
import type { CsrfNames } from "../cookies/csrfNames.ts";
import type { Flow } from "../flow/flow.ts";
import type { Reply } from "../message/reply.ts";
import type { HeaderRecord } from "../message/request.ts";
import type { AuthContext, AuthStrategy, CredentialRequest } from "./authStrategy.ts";

export interface CookieLoginOptions {
  /** Origin of the session. */
  readonly origin: string;
  readonly csrf: CsrfNames;
  /** Cookies that a flood of others never pushes out. */
  readonly keep: readonly string[];
}

/** A session held by cookies: signing in replaces them all, signing out drops them. */
export interface CookieLogin extends AuthStrategy {
  /** The jar in use. */
  readonly jar: () => CookieJar;
  /**
   * Sends a login request from clean cookies; when the answer is 2xx, what it set replaces the cookies in use. A
   * failed login leaves the session as it was.
   */
  login(request: CredentialRequest, context: AuthContext): Flow<Reply>;
  /** Drops all cookies. */
  clear(): void;
}

/** Signs in by a request whose answer sets cookies, as Django's sessions do. */
export function cookieLogin({ origin, csrf, keep }: CookieLoginOptions): CookieLogin {
  let jar = new CookieJar(origin, { keep });

  function* attempt(request: CredentialRequest, context: AuthContext, clean: CookieJar): Flow<Reply> {
    const { clock } = context.call.settings;
    const cookies: Record<string, string> = {};
    const cookie = clean.header(request.path, clock.wall());
    const token = clean.get(csrf.cookie, request.path, clock.wall());
    if (cookie !== undefined) cookies["cookie"] = cookie;
    if (token !== undefined) cookies[csrf.header] = token;
    const headers: HeaderRecord = { ...request.headers, ...cookies };
    const reply = yield* context.send({ ...request, headers });
    clean.store(reply.headers.getAll("set-cookie"), request.path, clock.wall());
    return reply;
  }

  return {
    name: "cookieLogin",
    jar: () => jar,
    *credential() {
      // The cookie layer adds them, hop by hop.
      return { headers: {} };
    },
    *refused() {
      return false;
    },
    *forget() {
      jar.clear();
    },
    clear: () => jar.clear(),
    *login(request, context) {
      const clean = new CookieJar(origin, { keep });
      let reply = yield* attempt(request, context, clean);
      if (isCsrfRefusal(reply)) {
        // A server that protects its login too: any pair of equal values will do, its own when it sent one.
        const now = context.call.settings.clock.wall();
        if (clean.get(csrf.cookie, request.path, now) === undefined) {
          clean.store([`${csrf.cookie}=${randomToken()}; Path=/`], request.path, now);
        }
        reply = yield* attempt(request, context, clean);
      }
      if (reply.status >= 200 && reply.status < 300) jar = clean;
      return reply;
    },
  };
}

/** Django says so in the body, as text or as JSON. */
function isCsrfRefusal({ status, body }: Reply): boolean {
  return status === 403 && new TextDecoder().decode(body).includes("CSRF");
}

/** 32 letters and digits, which is what Django expects of the cookie. */
function randomToken(): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(32));
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join("");
}
