import { describe, expect, test } from "vitest";
import { type ClientCredentials, clientCredentials } from "../auth/clientCredentials.ts";
import { type CookieLogin, cookieLogin } from "../auth/cookieLogin.ts";
import { anonymous, bearer } from "../auth/fixedCredential.ts";
import type { AuthStrategy, CredentialRequest } from "../contracts/authStrategy.ts";
import type { Store } from "../contracts/store.ts";
import { memoryStore } from "../stores/memoryStore.ts";
import { sessionTwins } from "../testbed/scriptedSessions.ts";
import { type CannedReply, type Script, type ScriptedRequest, scriptedTransport } from "../transports/scripted.ts";
import type { AsyncSession } from "./asyncSession.ts";
import type { SessionOptions } from "./sessionOptions.ts";

const LOGIN: CredentialRequest = { method: "POST", path: "/api/login" };

/** Signs in whoever asks, by a token or by a cookie, and counts them. */
function signingIn(): { readonly script: (request: ScriptedRequest) => CannedReply; readonly signIns: () => number } {
  let signIns = 0;
  const script = ({ url, headers }: ScriptedRequest): CannedReply => {
    if (url.endsWith("/token")) {
      signIns += 1;
      return { json: { access_token: `T${signIns}`, token_type: "Bearer", expires_in: 3600 } };
    }
    if (url.endsWith("/login")) {
      signIns += 1;
      return { headers: { "set-cookie": [`sessionid=S${signIns}; Path=/`] } };
    }
    const shown = headers["authorization"] ?? headers["cookie"] ?? "";
    return { status: /^(Bearer T|sessionid=S)\d$/.test(shown) ? 200 : 401 };
  };
  return { script, signIns: () => signIns };
}

function byToken(store?: Store): ClientCredentials {
  const tokenUrl = "http://localhost/api/token";
  return clientCredentials({ tokenUrl, clientId: "id", clientSecret: "secret", store });
}

function byCookie(store?: Store): CookieLogin {
  const csrf = { cookie: "csrftoken", header: "x-csrftoken" };
  const renew: NonNullable<Parameters<typeof cookieLogin>[0]["renew"]> = (context) => auth.login(LOGIN, context);
  const auth: CookieLogin = cookieLogin({ url: "http://localhost/api/", cookie: "sessionid", csrf, renew, store });
  return auth;
}

type Signing = Pick<SessionOptions, "auth" | "store">;

/** On the clock that stores have. */
function optionsOf(script: Script, signing: Signing): SessionOptions {
  return { url: "http://localhost/api", transport: scriptedTransport(script, { wall: Date.now() }), ...signing };
}

describe.each(sessionTwins)("the store of a session, $twin", ({ make }) => {
  const open = (script: Script, signing: Signing): AsyncSession => make(optionsOf(script, signing));

  describe.each<[string, (store?: Store) => AuthStrategy]>([
    ["clientCredentials", byToken],
    ["cookieLogin", byCookie],
  ])("%s", (name, newAuth) => {
    test("has what the strategy signs in by: the next session does not sign in", async () => {
      const { script, signIns } = signingIn();
      const store = memoryStore();
      for (let turn = 0; turn < 2; turn += 1) {
        const session = open(script, { auth: newAuth(), store });
        expect((await session.httpGet("things")).status).toBe(200);
      }
      expect(signIns()).toBe(1);
      const session = open(script, { auth: newAuth() });
      await session.httpGet("things");
      expect(signIns()).toBe(2);
    });

    test("may be given to the strategy as well, and to all who share it, as long as it is one", async () => {
      const { script, signIns } = signingIn();
      const store = memoryStore();
      const auth = newAuth(store);
      open(script, { auth, store });
      const session = open(script, { auth, store });
      expect((await session.httpGet("things")).status).toBe(200);
      expect(() => open(script, { auth, store: memoryStore() })).toThrow(
        expect.objectContaining({
          code: "option",
          message: `store: ${name} keeps what it gets in the store "memory" already.`,
        }),
      );
      expect((await session.httpGet("things")).status).toBe(200);
      expect(signIns()).toBe(1);
    });

    test("given when the strategy has signed in already gets what it signs in by next", async () => {
      const { script, signIns } = signingIn();
      const store = memoryStore();
      const auth = newAuth();
      const session = open(script, { auth });
      await session.httpGet("things");
      const second = open(script, { auth, store });
      expect((await second.httpGet("things")).status).toBe(200);
      expect(signIns()).toBe(1);
    });
  });

  test("has nothing to do where nothing is kept, and the session says so", () => {
    for (const auth of [undefined, anonymous(), bearer("t0ken")]) {
      expect(() => open(() => ({}), { auth, store: memoryStore() })).toThrow(
        expect.objectContaining({
          code: "option",
          message: expect.stringMatching(/^store does nothing: .+ has nothing/),
        }),
      );
    }
    expect(() => open(() => ({}), { auth: byToken(), store: {} as Store })).toThrow(/^store must be a store/); // As JavaScript may pass it.
  });

  test("of a strategy of one's own is handed to it", () => {
    const kept: Store[] = [];
    const own: AuthStrategy = { ...anonymous(), keepIn: (store) => void kept.push(store) };
    const store = memoryStore();
    open(() => ({}), { auth: own, store });
    expect(kept).toEqual([store]);
  });
});

test("a store that answers with promises is for the async twin, and a strategy that was refused it does not have it", () => {
  const store: Store = { ...memoryStore(), name: "remote", blocking: false };
  const [async, blocking] = sessionTwins;
  const auth = byToken();
  const options = optionsOf(() => ({}), { auth, store });
  expect(() => blocking?.make(options)).toThrow(/"remote" answers with promises/);
  expect(auth.store).toBeUndefined();
  expect(() => async?.make(options)).not.toThrow();
  expect(auth.store).toBe(store);
});

test("a session that could not be made has given its store to nobody", () => {
  const auth = byToken();
  const notBlocking = { ...scriptedTransport([]), blocking: false };
  const blocking = sessionTwins.find(({ twin }) => twin === "blocking");
  const options = { url: "http://localhost/", auth, store: memoryStore() };
  expect(() => blocking?.make({ ...options, transport: notBlocking })).toThrow(/cannot serve a blocking session/);
  expect(auth.store).toBeUndefined();
  expect(() => blocking?.make({ ...options, store: memoryStore() })).not.toThrow();
});
