import { channels } from "#channels";
import type { ErrorCode } from "../errors/latchkeyError.ts";
import type { Call } from "../message/call.ts";
import { type AttemptEnd, errorCodeOf } from "../message/callTrace.ts";
import type { AttemptWatcher, CallWatcher } from "../message/callWatcher.ts";
import { type CallMark, Explanation } from "../message/explanation.ts";
import { isOk, type Reply } from "../message/reply.ts";
import type { Request } from "../message/request.ts";
import { redactUrl } from "../request/redactUrl.ts";
import type { CredentialEvent, RequestEvent } from "./events.ts";
import { WatchedAttempt } from "./watchedAttempt.ts";

/** Publishes what becomes of one call. */
export class WatchedCall implements CallWatcher {
  readonly #event: CallEvent;

  constructor(
    request: Request,
    { session, caller }: { readonly session: string; readonly caller: object | undefined },
  ) {
    this.#event = new CallEvent(request, session, caller);
    channels["latchkey:request:start"].publish(this.#event);
  }

  attempt(request: Request): AttemptWatcher {
    return new WatchedAttempt(request, this.#event);
  }

  credential(): void {
    const channel = channels["latchkey:credential"];
    if (!channel.hasSubscribers) return;
    const { credential, waits } = this.#event.explain();
    const { credential: waited, lock: lockWait } = waits;
    const event: CredentialEvent = { ...credential, waited, lockWait, request: this.#event };
    channel.publish(event);
  }

  answered(reply: Reply): void {
    this.#event.status = reply.status;
    this.#event.ok = isOk(reply);
    this.#end({ reply });
  }

  failed(error: unknown): void {
    this.#event.error = errorCodeOf(error);
    this.#end({ error });
  }

  #end(end: AttemptEnd): void {
    this.#event.close(end);
    channels["latchkey:request:end"].publish(this.#event);
  }
}

class CallEvent implements RequestEvent {
  readonly caller: object | undefined;
  readonly session: string;
  readonly cid: string;
  readonly method: string;
  readonly endpoint: string;
  readonly url: string;
  status: number | undefined;
  ok: boolean | undefined;
  error: ErrorCode | "unexpected" | undefined;
  readonly #call: Call;
  readonly #since: CallMark | undefined;
  #explanation: Explanation | undefined;

  constructor({ call, purpose, method, endpoint, origin, path }: Request, session: string, caller: object | undefined) {
    this.caller = caller;
    this.session = session;
    this.cid = call.settings.cid;
    this.method = method;
    this.endpoint = endpoint;
    this.url = redactUrl(origin + path);
    this.#call = call;
    // Else it is the call itself that begins.
    if (purpose === "credential") this.#since = { at: call.settings.clock.now(), past: call.past?.length ?? 0 };
  }

  explain(): Explanation {
    return this.#explanation ?? this.#explain(undefined);
  }

  close(end: AttemptEnd): void {
    this.#explanation = this.#explain(end);
  }

  #explain(end: AttemptEnd | undefined): Explanation {
    const { method, url } = this;
    const since = this.#since;
    const elapsed = this.#call.settings.clock.now() - (since?.at ?? this.#call.begun);
    return new Explanation(this.#call, { method, url, elapsed, end, since });
  }
}
