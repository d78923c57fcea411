import type { Clock } from "../driver/transport.ts";
import { Call, type CallSettings } from "../message/call.ts";
import { isIdempotent, type Request } from "../message/request.ts";

/** A request as the layers would hand it on. */
export function testRequest(clock: Clock, origin: string, path: string, more: TestRequestOptions = {}): Request {
  const { method = "GET", headers = {}, body, save, isAnonymous, ...settings } = more;
  const call = new Call({
    cid: "00000000-0000-4000-8000-000000000000",
    baseUrl: `${origin}/`,
    clock,
    timeout: 15_000,
    deadline: Infinity,
    streams: save !== undefined,
    patient: false,
    batch: undefined,
    maxBytes: 64 * 1024 * 1024,
    ...settings,
  });
  return {
    method,
    endpoint: path,
    origin,
    path,
    headers: Object.assign(Object.create(null), headers),
    body,
    save,
    isAnonymous,
    idempotent: isIdempotent(method),
    call,
  };
}

export interface TestRequestOptions extends Partial<CallSettings> {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Request["body"];
  readonly save?: Request["save"];
  readonly isAnonymous?: boolean;
}
