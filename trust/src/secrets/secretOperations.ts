import { AsyncSession, type AuthStrategy, apiKey, basic, bearer, Session } from "@latchkey/session";
import { promised } from "@latchkey/session/testing";
import type { Operation } from "../matrix/operation.ts";

/** A GET with secrets in every place that a caller may put one. */
function guarded(auth: () => AuthStrategy, secret: string): Operation {
  return {
    name: "get",
    server: "keystone",
    target: { method: "GET", path: "/version/" },
    async prepare({ door, mode, options }) {
      const all = { url: door.origin, auth: auth(), ...options };
      const session = mode === "async" ? new AsyncSession(all) : promised<AsyncSession>(new Session(all));
      const params = { key: secret };
      const headers = { "x-service-key": secret };
      return {
        run: async () => (await session.httpGet(`version/?signature=${secret}`, { params, headers })).raiseForStatus(),
        intact: async () => {},
        close: () => session.close(),
      };
    },
  };
}

/** Sessions that prove themselves in the ways that no sandbox knows. */
export function secretOperations(secret: string): readonly Operation[] {
  return [
    guarded(() => basic("user", secret), secret),
    guarded(() => bearer(secret), secret),
    guarded(() => apiKey("x-api-key", secret, "Key"), secret),
  ];
}
