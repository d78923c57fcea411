import type { AuthContext, AuthStrategy, Credential } from "../contracts/authStrategy.ts";
import { UsageError } from "../errors/usageError.ts";
import { isReplayable } from "../message/body.ts";
import { type Request, withHeaders } from "../message/request.ts";
import type { Layer } from "./layer.ts";

/** Gives each request its credential. A refused one is replaced and the request sent once more, never twice. */
export function authenticate(strategy: AuthStrategy, contextOf: (request: Request) => AuthContext): Layer {
  return {
    name: "authenticate",
    *handle(request, next) {
      const context = contextOf(request);
      const used = yield* strategy.credential(context);
      refuseDouble(request, used);
      const reply = yield* next(withHeaders(request, used.headers));
      if (!(yield* strategy.refused(used, reply, context)) || !isReplayable(request.body)) return reply;
      const renewed = yield* strategy.credential(context);
      return yield* next(withHeaders(request, renewed.headers));
    },
  };
}

/** Two owners of one header would fight in silence. */
function refuseDouble({ headers }: Request, { headers: own }: Credential): void {
  for (const name of Object.keys(own)) {
    if (!Object.hasOwn(headers, name)) continue;
    throw new UsageError("option", `headers: ${name} is set by the session's authentication.`, {
      hint: "Leave it out, or use a session without authentication.",
    });
  }
}
