import { LatchkeyError } from "../errors/latchkeyError.ts";
import { placed } from "../errors/placed.ts";
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

/** Tells an observer of each call, and each error of the call that it ended. */
export function observe(observer: Observer): Layer {
  return {
    name: "observe",
    *handle(request, next) {
      const watched = observer.enabled();
      if (watched) observer.request(record(request));
      try {
        const reply = yield* next(request);
        if (watched) observer.response(record(request, reply));
        return reply;
      } catch (error) {
        const told = placed(error, place(request));
        if (watched) observer.failure(record(request), told instanceof LatchkeyError ? told.toJSON() : "unexpected");
        throw told;
      }
    },
  };
}

function record({ method, endpoint, origin, path, call }: Request, reply?: Reply): RequestRecord {
  const { cid, baseUrl } = call.settings;
  return { cid, baseurl: baseUrl, method, endpoint, url: redactUrl(origin + path), status_code: reply?.status ?? "" };
}

function place({ method, origin, path, call }: Request): Parameters<typeof placed>[1] {
  const { cid } = call.settings;
  return { method, url: redactUrl(origin + path), cid, attempts: call.attempts, sent: false };
}
