import type { AuthContext, AuthStrategy, Credential } from "../contracts/authStrategy.ts";
import { UsageError } from "../errors/usageError.ts";
import { isReplayable } from "../message/body.ts";
import type { Call } from "../message/call.ts";
import { HeaderMerger } from "../message/headerMerger.ts";
import type { HeaderRecord, Request } from "../message/request.ts";
import type { Layer } from "./layer.ts";

/** Gives each request its credential. A refused one is replaced and the request sent once more, never twice. */
export function authenticate(strategy: AuthStrategy, contextOf: (request: Request) => AuthContext): Layer {
  const headers = new HeaderMerger();
  return {
    name: "authenticate",
    *handle(request, next) {
      const { call } = request;
      const context = contextOf(request);
      const used = yield* strategy.credential(context);
      note(call, used);
      const reply = yield* next(bearing(request, used));
      // Replacing a credential takes time that is not the attempt's; most answers are no refusal.
      const refusedAt = reply.status < 400 ? undefined : call.settings.clock.now();
      let renewed: Credential;
      try {
        if (!(yield* strategy.refused(used, reply, context)) || !isReplayable(request.body)) return reply;
        renewed = yield* strategy.credential(context);
      } catch (error) {
        call.conclude({ reply }, refusedAt ?? call.settings.clock.now());
        throw error;
      }
      call.resend("credential", { reply }, refusedAt ?? call.settings.clock.now());
      note(call, renewed);
      return yield* next(bearing(request, renewed));
    },
  };

  function bearing(request: Request, { headers: own }: Credential): Request {
    refuseDouble(request, own);
    const merged = headers.merge(request.headers, own);
    return merged === request.headers ? request : { ...request, headers: merged };
  }

  function note(call: Call, { source }: Credential): void {
    call.strategy = strategy.name;
    call.source = source;
    call.watcher?.credential();
  }
}

/** Two owners of one header would fight in silence. */
function refuseDouble({ headers }: Request, own: HeaderRecord): void {
  for (const name of Object.keys(own)) {
    if (!Object.hasOwn(headers, name)) continue;
    throw new UsageError("option", `headers: ${name} is set by the session's authentication.`, {
      hint: "Leave it out, or use a session without authentication.",
    });
  }
}
