import { channels } from "#channels";
import type { ErrorCode } from "../errors/latchkeyError.ts";
import { errorCodeOf } from "../message/callTrace.ts";
import type { AttemptWatcher } from "../message/callWatcher.ts";
import type { Reply } from "../message/reply.ts";
import type { HeaderRecord, Request } from "../message/request.ts";
import { checkHeaders } from "../request/checkHeaders.ts";
import { redactUrl } from "../request/redactUrl.ts";
import type { AttemptEvent, RequestEvent } from "./events.ts";

/** Publishes what becomes of one attempt. */
export class WatchedAttempt implements AttemptWatcher {
  readonly headers: HeaderRecord;
  readonly #event: SentEvent;
  readonly #now: () => number;
  readonly #begunAt: number;

  /** @throws UsageError (`option`) for a header of a listener's that cannot be sent */
  constructor(request: Request, event: RequestEvent) {
    const { clock } = request.call.settings;
    this.#now = () => clock.now();
    this.#begunAt = clock.now();
    this.#event = new SentEvent(request, event);
    channels["latchkey:attempt:start"].publish(this.#event);
    try {
      this.headers = addable(this.#event.headers, request.headers);
    } catch (error) {
      this.failed(error);
      throw error;
    }
  }

  answered({ status, reused, protocol }: Reply): void {
    this.#event.status = status;
    this.#event.reused = reused;
    this.#event.protocol = protocol;
    this.#end();
  }

  failed(error: unknown): void {
    this.#event.error = errorCodeOf(error);
    this.#end();
  }

  #end(): void {
    this.#event.ms = this.#now() - this.#begunAt;
    channels["latchkey:attempt:end"].publish(this.#event);
  }
}

class SentEvent implements AttemptEvent {
  readonly request: RequestEvent;
  readonly purpose: "request" | "credential";
  readonly method: string;
  readonly url: string;
  readonly resends: number;
  readonly own: boolean;
  readonly headers: Record<string, string> = {};
  status: number | undefined;
  error: ErrorCode | "unexpected" | undefined;
  ms: number | undefined;
  reused: boolean | undefined;
  protocol: string | undefined;

  constructor(sent: Request, request: RequestEvent) {
    const { purpose = "request", method, origin, path, call } = sent;
    this.request = request;
    this.purpose = purpose;
    this.method = method;
    this.url = redactUrl(origin + path);
    this.resends = resendsOf(sent);
    this.own = call.settings.baseUrl.startsWith(`${origin}/`);
  }
}

/** How many attempts in a row were said to be followed by another, up to this one. */
function resendsOf({ call, purpose }: Request): number {
  const same = (call.past ?? []).filter((attempt) => attempt.purpose === (purpose ?? "request"));
  return same.length - 1 - same.findLastIndex(({ resent }) => resent === undefined);
}

/** What is already on the request stays as it is: no listener replaces a credential. */
function addable(headers: Record<string, string>, present: HeaderRecord): HeaderRecord {
  const names = Object.keys(headers).filter((name) => !Object.hasOwn(present, name.toLowerCase()));
  if (names.length === 0) return {};
  return checkHeaders(Object.fromEntries(names.map((name) => [name, headers[name] ?? ""])), "headers");
}
