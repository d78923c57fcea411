import { type Flow, send } from "../flow/flow.ts";
import type { Reply } from "../message/reply.ts";
import { type Request, withHeaders } from "../message/request.ts";

/** The end of every stack: hands the request to the transport, within the time that its call has left. */
export function wire(request: Request): Flow<Reply> {
  const { call } = request;
  call.attempts += 1;
  if (request.purpose === undefined) {
    call.sending(request, call.settings.clock.now());
    if (call.watcher === undefined) return send(request, call.until);
  }
  return observed(request);
}

/** An attempt that somebody is told of, or that the call remembers by itself: one for a credential. */
function* observed(request: Request): Flow<Reply> {
  const { call, purpose = "request", method, origin, path } = request;
  const { clock } = call.settings;
  const begunAt = clock.now();
  const watcher = call.watcher?.attempt(request);
  const record = (end: Parameters<typeof call.record>[1]): void => {
    if (purpose === "request") return;
    call.record({ purpose, method, url: origin + path, begunAt, endedAt: clock.now() }, end);
  };
  try {
    const reply = yield* send(
      watcher === undefined ? request : withHeaders(request, watcher.headers),
      untilOf(request),
    );
    record({ reply });
    watcher?.answered(reply);
    return reply;
  } catch (error) {
    record({ error });
    watcher?.failed(error);
    throw error;
  }
}

/** What gets a credential has a time-out of its own where the call it is for streams, and has none as a whole. */
function untilOf({ call, purpose }: Request): number {
  const { streams, timeout, clock } = call.settings;
  return streams && purpose !== undefined ? Math.min(call.until, clock.now() + timeout) : call.until;
}
