import { newJar } from "#newJar";
import type { AuthContext, CredentialRequest } from "../contracts/authStrategy.ts";
import type { CsrfNames } from "../cookies/csrfNames.ts";
import { isCsrfRefusal, refuseUnreadable } from "../cookies/csrfRefusal.ts";
import type { Jar } from "../cookies/jar.ts";
import { AuthenticationError } from "../errors/authenticationError.ts";
import type { Flow } from "../flow/flow.ts";
import type { Reply } from "../message/reply.ts";

/** The server that sets the cookies, and what it calls them. */
export interface CookieServer {
  /** Base URL of the session. */
  readonly url: string;
  readonly csrf: CsrfNames;
  /** Name of the cookie that is the session. */
  readonly cookie: string;
}

/** The requests that sign in and out: sent below authentication, with the cookies of the jar that each is given. */
export class CookieRequests {
  readonly #server: CookieServer;

  constructor(server: CookieServer) {
    this.#server = server;
  }

  /** A jar without cookies. */
  newJar(): Jar {
    const { url, cookie, csrf } = this.#server;
    return newJar(new URL(url).origin, { keep: [cookie, csrf.cookie] });
  }

  /** The session that the cookies of a jar are. */
  session(jar: Jar, now: number): string | undefined {
    return jar.get(this.#server.cookie, new URL(this.#server.url).pathname, now);
  }

  /**
   * Sends a login request; after a 2xx answer the jar holds a session.
   *
   * @param jar - without cookies
   * @throws AuthenticationError (`missing`) for an answer that is 2xx and has no session in it that is kept
   */
  *login(request: CredentialRequest, context: AuthContext, jar: Jar): Flow<Reply> {
    const { csrf } = this.#server;
    const { clock } = context.call.settings;
    let reply = yield* this.send(request, context, jar);
    if (isCsrfRefusal(reply)) {
      // A server that protects its login too: any pair of equal values will do, its own when it sent one.
      if (jar.get(csrf.cookie, request.path, clock.wall()) === undefined) {
        jar.store([`${csrf.cookie}=${randomToken()}; Path=/`], request.path, clock.wall());
      }
      reply = yield* this.send(request, context, jar);
    }
    const opened = jar.hidden || this.session(jar, clock.wall()) !== undefined;
    if (reply.status >= 200 && reply.status < 300 && !opened) throw this.#sessionMissing(request, reply, context, jar);
    return reply;
  }

  *send(request: CredentialRequest, context: AuthContext, jar: Jar): Flow<Reply> {
    const { csrf, url } = this.#server;
    const { clock } = context.call.settings;
    const own: Record<string, string> = { referer: url };
    const cookie = jar.header(request.path, clock.wall());
    const token = jar.get(csrf.cookie, request.path, clock.wall());
    if (cookie !== undefined) own.cookie = cookie;
    if (token !== undefined) own[csrf.header] = token;
    const reply = yield* context.send({ ...request, headers: { ...request.headers, ...own } });
    refuseUnreadable(jar, csrf, reply, request.path);
    jar.store(reply.headers.getAll("set-cookie"), request.path, clock.wall());
    return reply;
  }

  #sessionMissing(
    { method, path }: CredentialRequest,
    { status, url, headers }: Reply,
    { call }: AuthContext,
    jar: Jar,
  ): AuthenticationError {
    const { cookie, url: base } = this.#server;
    const { cid, clock } = call.settings;
    const paths = { from: path, to: new URL(base).pathname };
    const why = jar.whyNotSent(cookie, headers.getAll("set-cookie"), paths, clock.wall());
    const [what, hint] =
      why === undefined
        ? [
            `but no session cookie (${cookie}) came with it.`,
            "Check that url is the server's own; a network that wants you to sign in first answers like this.",
          ]
        : [
            `but its session cookie (${cookie}) cannot be used: ${why}.`,
            "Set url to an address that the cookie is for, or change how the server sets it.",
          ];
    const message = `The login was answered with ${status}, ${what}`;
    return new AuthenticationError("missing", message, { method, url, cid, status, hint });
  }
}

/** 32 letters and digits, which is what Django expects of the cookie. */
function randomToken(): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(32));
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join("");
}
