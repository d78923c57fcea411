import { channels } from "#channels";
import type { Watch } from "../layers/observe.ts";
import type { EnterEvent } from "./events.ts";
import { WatchedCall } from "./watchedCall.ts";

const { "latchkey:enter": enter, ...others } = channels;
const told = Object.values(others);

/** Asked for each call: it makes nothing. */
function active(): boolean {
  for (const channel of told) if (channel.hasSubscribers) return true;
  return false;
}

/** What a session publishes. While nobody listens it makes nothing. */
export interface SessionEvents extends Watch {
  /** Notes a caller. */
  readonly enter: () => object | undefined;
}

/** @param session - the kind of session */
export function sessionEvents(session: string, cid: string): SessionEvents {
  return {
    enter() {
      if (!enter.hasSubscribers) return undefined;
      const event: EnterEvent = { caller: {}, session, cid };
      enter.publish(event);
      return event.caller;
    },
    active,
    begin: (request, caller) => new WatchedCall(request, { session, caller }),
  };
}
