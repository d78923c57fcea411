import type { Reply } from "./reply.ts";
import type { HeaderRecord, Request } from "./request.ts";

/** Told of one call while it goes on. There is none unless somebody listens. */
export interface CallWatcher {
  /** A request leaves: the call's own, or one for a credential that it needs. */
  attempt(request: Request): AttemptWatcher;
  /** A credential is there for the next attempt. */
  credential(): void;
  answered(reply: Reply): void;
  failed(error: unknown): void;
}

/** Told how one attempt ended. */
export interface AttemptWatcher {
  /** What listeners want to be sent along. */
  readonly headers: HeaderRecord;
  answered(reply: Reply): void;
  failed(error: unknown): void;
}
