import { AsyncSession } from "../session/asyncSession.ts";
import { promised } from "../session/promised.ts";
import { Session } from "../session/session.ts";
import type { SessionOptions } from "../session/sessionOptions.ts";
import { type Script, type ScriptedTransport, scriptedTransport } from "../transports/scripted.ts";

/** A session of either twin over a script, both behind the async face. */
export interface ScriptedSession {
  readonly session: AsyncSession;
  readonly transport: ScriptedTransport;
}

export interface SessionTwin {
  readonly twin: "async" | "blocking";
  readonly open: (script: Script, options?: Partial<SessionOptions>) => ScriptedSession;
  readonly make: (options: SessionOptions) => AsyncSession;
}

function twin(name: "async" | "blocking", make: (options: SessionOptions) => AsyncSession): SessionTwin {
  return {
    twin: name,
    make,
    open(script, options = {}) {
      const transport = scriptedTransport(script);
      return { transport, session: make({ url: "http://localhost/api", transport, ...options }) };
    },
  };
}

/** Each behaviour test of a session runs once for each of these. */
export const sessionTwins: readonly SessionTwin[] = [
  twin("async", (options) => new AsyncSession(options)),
  twin("blocking", (options) => promised<AsyncSession>(new Session(options))),
];
