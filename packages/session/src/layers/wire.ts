import { type Flow, send } from "../flow/flow.ts";
import type { Reply } from "../message/reply.ts";
import type { Request } from "../message/request.ts";

/** The end of every stack: hands the request to the transport, within the time that its call has left. */
export function* wire(request: Request): Flow<Reply> {
  const { call } = request;
  call.attempts += 1;
  return yield* send(request, call.until);
}
