import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { AsyncSession, type ClientCredentialsOptions, clientCredentials, Session } from "@latchkey/session";
import { promised } from "@latchkey/session/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLIENTS } from "./clients.ts";

let child: ChildProcess;
let issuer: string;

beforeAll(async () => {
  child = fork(fileURLToPath(new URL("./providerProgram.js", import.meta.url)), { execArgv: [], stdio: "ignore" });
  const [told] = await once(child, "message");
  issuer = told.issuer;
});

afterAll(() => void child.kill());

const [BASIC, POST, ODD] = CLIENTS;

describe.each(["async", "blocking"] as const)("a real OpenID provider and the %s twin", (mode) => {
  /** What becomes of a call that needs a token: the provider's own word on it, or how getting one failed. */
  async function introspected(options: Omit<ClientCredentialsOptions, "tokenUrl">): Promise<unknown> {
    const auth = clientCredentials({ tokenUrl: `${issuer}/token`, ...options });
    const all = { url: issuer, auth, retry: false } as const;
    const session = mode === "async" ? new AsyncSession(all) : promised<AsyncSession>(new Session(all));
    try {
      // Any path will do: the token is asked for before it.
      await session.httpGet("anything");
      const token = auth.authorization()?.replace("Bearer ", "") ?? "";
      const form = { token, client_id: POST.id, client_secret: POST.secret };
      const response = await fetch(`${issuer}/token/introspection`, {
        method: "POST",
        body: new URLSearchParams(form),
      });
      return await response.json();
    } finally {
      await session.close();
    }
  }

  test.each([
    ["in the header", { clientId: BASIC.id, clientSecret: BASIC.secret, clientAuthentication: "basic" }],
    ["in the body", { clientId: POST.id, clientSecret: POST.secret, clientAuthentication: "post" }],
    ["with characters that must be encoded", { clientId: ODD.id, clientSecret: ODD.secret }],
  ] as const)("agree on a client that proves itself %s", async (_how, options) => {
    expect(await introspected(options)).toMatchObject({
      active: true,
      client_id: options.clientId,
      token_type: "Bearer",
    });
  });

  test.each(["read", "read write"])("agree on the scope %j", async (scope) => {
    const options = { clientId: BASIC.id, clientSecret: BASIC.secret, scope };
    expect(await introspected(options)).toMatchObject({ active: true, scope });
  });

  test.each([
    ["a wrong secret", { clientId: BASIC.id, clientSecret: "wr0ng-4711-4711" }, "invalid_client"],
    ["an unknown client", { clientId: "nobody", clientSecret: BASIC.secret }, "invalid_client"],
    [
      "a scope that was not granted",
      { clientId: POST.id, clientSecret: POST.secret, scope: "write", clientAuthentication: "post" },
      "invalid_scope",
    ],
  ] as const)("agree that %s is refused, and say why without the secret", async (_what, options, code) => {
    const error = await introspected(options).catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      name: "AuthenticationError",
      reason: "rejected",
      message: expect.stringContaining(code),
    });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(options.clientSecret);
  });
});
