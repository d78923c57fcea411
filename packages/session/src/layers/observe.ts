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

/** Tells an observer and a watch of each call, and each error of the call that it ended. */
export function observe(observer: Observer, watch: Watch): Layer {
  return {
    name: "observe",
    *handle(request, next) {
      const { call } = request;
      const logged = observer.enabled();
      // A token request of a call that is watched is part of that call.
      const begins = call.watcher === undefined && watch.active();
      if (begins) call.watcher = watch.begin(request, yield* caller());
      if (logged) observer.request(record(request));
      try {
        const reply = yield* next(request);
        if (logged) observer.response(record(request, reply));
        if (begins) call.watcher?.answered(reply);
        return reply;
      } catch (error) {
        const told = placed(error, place(request));
        explain(told, request);
        if (logged) observer.failure(record(request), told instanceof LatchkeyError ? told.toJSON() : "unexpected");
        if (begins) call.watcher?.failed(told);
        throw told;
      } finally {
        if (begins) call.watcher = undefined;
      }
    },
  };
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
