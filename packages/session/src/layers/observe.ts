import { explainedBy } from "../errors/explained.ts";
import { LatchkeyError } from "../errors/latchkeyError.ts";
import { placed } from "../errors/placed.ts";
import { caller } from "../flow/flow.ts";
import type { CallWatcher } from "../message/callWatcher.ts";
import { Explanation } from "../message/explanation.ts";
import type { Reply } from "../message/reply.ts";
import type { Request } from "../message/request.ts";
import { redactUrl } from "../request/redactUrl.ts";
import type { Layer } from "./layer.ts";

/** What is told of each request: the fields of a log record. Never a header, a body or a query value. */
export interface RequestRecord {
  readonly cid: string;
  readonly baseurl: string;
  readonly method: string;
  readonly endpoint: string;
  readonly url: string;
  /** The status of the answer; empty before there is one. */
  readonly status_code: number | "";
}

/** Who is told. `enabled` is asked first, so that an unobserved call costs nothing. */
export interface Observer {
  enabled(): boolean;
  request(record: RequestRecord): void;
  response(record: RequestRecord): void;
  failure(record: RequestRecord, error: unknown): void;
  /** Something that the user of the session should know. */
  warning(message: string): void;
}

/** Who is told of a call's whole course. */
export interface Watch {
  /** Whether anybody listens. */
  active(): boolean;
  /** A call begins. */
  begin(request: Request, caller: object | undefined): CallWatcher;
}

/**
 * Tells an observer and a watch of each call, and each error of the call that it ended.
 *
 * @param meaning - what the session makes of an error. Default: the error itself
 */
export function observe(
  observer: Observer,
  watch: Watch,
  meaning: (error: unknown) => unknown = (error) => error,
): Layer {
  return {
    name: "observe",
    *handle(request, next) {
      const logged = observer.enabled();
      // A token request of a call that is watched is part of that call.
      const begins = request.call.watcher === undefined && watch.active();
      const watcher = begins ? watch.begin(request, yield* caller()) : undefined;
      begun(request, logged, watcher);
      try {
        const reply = yield* next(request);
        answered(request, logged, watcher, reply);
        return reply;
      } catch (error) {
        throw failed(request, logged, watcher, error);
      }
    },
  };

  function begun(request: Request, logged: boolean, watcher: CallWatcher | undefined): void {
    if (watcher !== undefined) request.call.watcher = watcher;
    if (logged) observer.request(record(request));
  }

  function answered(request: Request, logged: boolean, watcher: CallWatcher | undefined, reply: Reply): void {
    if (logged) observer.response(record(request, reply));
    if (watcher === undefined) return;
    request.call.watcher = undefined;
    watcher.answered(reply);
  }

  function failed(request: Request, logged: boolean, watcher: CallWatcher | undefined, error: unknown): unknown {
    const told = meaning(placed(error, place(request)));
    explain(told, request);
    if (logged) observer.failure(record(request), told instanceof LatchkeyError ? told.toJSON() : "unexpected");
    if (watcher === undefined) return told;
    request.call.watcher = undefined;
    watcher.failed(told);
    return told;
  }
}

/** Keeps what can be told of the call that an error ended. */
function explain(error: unknown, { method, origin, path, call }: Request): void {
  const { elapsed } = call;
  explainedBy(error, () => new Explanation(call, { method, url: redactUrl(origin + path), elapsed, end: { error } }));
}

function record({ method, endpoint, origin, path, call }: Request, reply?: Reply): RequestRecord {
  const { cid, baseUrl } = call.settings;
  return { cid, baseurl: baseUrl, method, endpoint, url: redactUrl(origin + path), status_code: reply?.status ?? "" };
}

function place({ method, origin, path, call }: Request): Parameters<typeof placed>[1] {
  const { cid } = call.settings;
  return { method, url: redactUrl(origin + path), cid, attempts: call.attempts, sent: false };
}
