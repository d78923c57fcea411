import type { AuthContext, AuthStrategy, Credential } from "../contracts/authStrategy.ts";
import { UsageError } from "../errors/usageError.ts";
import type { Flow } from "../flow/flow.ts";
import { isFlow } from "../flow/isFlow.ts";
import { isReplayable } from "../message/body.ts";
import { HeaderMerger } from "../message/headerMerger.ts";
import type { Reply } from "../message/reply.ts";
import type { HeaderRecord, Request } from "../message/request.ts";
import { credentialFailure } from "./credentialFailure.ts";
import type { Layer } from "./layer.ts";

/** Gives each request its credential. A refused one is replaced and the request sent once more, never twice. */
export function authenticate(strategy: AuthStrategy, contextOf: (request: Request) => AuthContext): Layer {
  const headers = new HeaderMerger();
  return {
    name: "authenticate",
    *handle(request, next) {
      const context = contextOf(request);
      let used: Credential;
      try {
        used = yield* credential(context);
      } catch (error) {
        throw credentialFailure(error);
      }
      const reply = yield* next(bearing(request, used));
      // Replacing a credential takes time that is not the attempt's; most answers are no refusal.
      if (reply.status >= 400) request.call.conclude({ reply }, request.call.settings.clock.now());
      let renewed: Credential;
      try {
        if (!(yield* refused(used, reply, context)) || !isRepeatable(request, reply)) return reply;
        renewed = yield* credential(context);
      } catch (error) {
        throw credentialFailure(error);
      }
      request.call.resend("credential", { reply }, request.call.settings.clock.now());
      return yield* next(bearing(request, renewed));
    },
  };

  // Functions, because thousands may wait here: what is looked at within the layer itself, each of them holds.
  function credential(context: AuthContext): Flow<Credential> {
    return flowOf(strategy.credential(context), "credential");
  }

  function refused(used: Credential, reply: Reply, context: AuthContext): Flow<boolean> {
    return flowOf(strategy.refused(used, reply, context), "refused");
  }

  /** That a strategy returns flows its type says, and JavaScript does not. */
  function flowOf<T>(flow: Flow<T>, method: string): Flow<T> {
    if (isFlow(flow)) return flow;
    throw new UsageError("option", `auth: ${method} of ${JSON.stringify(strategy.name)} did not return a flow.`, {
      hint: `Write it as a generator, \`*${method}()\`, with \`yield*\` in place of \`await\`, or return ready(answer).`,
    });
  }

  function bearing(request: Request, given: Credential): Request {
    if (typeof given?.headers !== "object") {
      throw new UsageError("option", `auth: credential of ${JSON.stringify(strategy.name)} gave no headers.`, {
        hint: 'Return them by name, for example { headers: { authorization: "…" } }.',
      });
    }
    const { headers: own, source } = given;
    const { call } = request;
    call.strategy = strategy.name;
    call.source = source;
    call.watcher?.credential();
    refuseDouble(request, own);
    const merged = headers.merge(request.headers, own);
    return merged === request.headers ? request : { ...request, headers: merged };
  }
}

/** Whoever refuses a credential did not act; but what a redirect led to may refuse what the request itself did not need. */
function isRepeatable({ body, idempotent }: Request, { acted = false }: Reply): boolean {
  return isReplayable(body) && (idempotent || !acted);
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
