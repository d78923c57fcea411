import type { AuthContext, AuthStrategy } from "../auth/authStrategy.ts";
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
      const reply = yield* next(withHeaders(request, used.headers));
      if (!(yield* strategy.refused(used, reply, context)) || !isReplayable(request.body)) return reply;
      const renewed = yield* strategy.credential(context);
      return yield* next(withHeaders(request, renewed.headers));
    },
  };
}
