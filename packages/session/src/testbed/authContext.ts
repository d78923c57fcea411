import type { AuthContext } from "../contracts/authStrategy.ts";
import { send } from "../flow/flow.ts";
import type { CallSettings } from "../message/call.ts";
import type { ScriptedTransport } from "../transports/scripted.ts";
import { testRequest } from "./requests.ts";

/** What a strategy works with, outside any session: its requests go straight to the script. */
export function authContext(transport: ScriptedTransport, settings: Partial<CallSettings> = {}): AuthContext {
  const { clock } = transport;
  const { call } = testRequest(clock, "http://localhost", "/", settings);
  return {
    call,
    *send({ method, origin = "http://localhost", path, headers = {}, body }) {
      const request = testRequest(clock, origin, path, { method, headers, body });
      return yield* send({ ...request, call }, call.until);
    },
    apart: () => authContext(transport, settings),
  };
}
