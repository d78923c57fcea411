import { channels } from "#channels";
import type { ErrorCode } from "../errors/latchkeyError.ts";
import type { Call } from "../message/call.ts";
import { type AttemptEnd, errorCodeOf } from "../message/callTrace.ts";
import type { AttemptWatcher, CallWatcher } from "../message/callWatcher.ts";
import { Explanation } from "../message/explanation.ts";
import type { Reply } from "../message/reply.ts";
import type { Request } from "../message/request.ts";
import { redactUrl } from "../request/redactUrl.ts";
import type { CredentialEvent, RequestEvent } from "./events.ts";
import { WatchedAttempt } from "./watchedAttempt.ts";

/** Publishes what becomes of one call. */
export class WatchedCall implements CallWatcher {
  readonly #call: Call;
  readonly #event: CallEvent;

  constructor(
    request: Request,
    { session, caller }: { readonly session: string; readonly caller: object | undefined },
  ) {
    this.#call = request.call;
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
    this.#end({ reply });
  }

  failed(error: unknown): void {
    this.#event.error = errorCodeOf(error);
    this.#end({ error });
  }

  #end(end: AttemptEnd): void {
    this.#event.close(end, this.#call.elapsed);
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
  error: ErrorCode | "unexpected" | undefined;
  readonly #call: Call;
  #explanation: Explanation | undefined;

  constructor({ call, method, endpoint, origin, path }: Request, session: string, caller: object | undefined) {
    this.caller = caller;
    this.session = session;
    this.cid = call.settings.cid;
    this.method = method;
    this.endpoint = endpoint;
    this.url = redactUrl(origin + path);
    this.#call = call;
  }

  explain(): Explanation {
    return this.#explanation ?? this.#explain(undefined, this.#call.elapsed);
  }

  close(end: AttemptEnd, elapsed: number): void {
    this.#explanation = this.#explain(end, elapsed);
  }

  #explain(end: AttemptEnd | undefined, elapsed: number): Explanation {
    const { method, url } = this;
    return new Explanation(this.#call, { method, url, elapsed, end });
  }
}
