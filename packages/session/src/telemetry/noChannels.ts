import { UsageError } from "../errors/usageError.ts";
import type { ChannelName, Channels } from "./channelNames.ts";

const silent = { hasSubscribers: false, publish() {} };

/** Browsers have no channels: nothing is ever published. */
export const channels: Channels = {
  "latchkey:enter": silent,
  "latchkey:request:start": silent,
  "latchkey:request:end": silent,
  "latchkey:attempt:start": silent,
  "latchkey:attempt:end": silent,
  "latchkey:credential": silent,
};

/** @throws UsageError (`option`) always: nobody would ever be told of anything */
export function subscribe(_name: ChannelName, _listener: (event: unknown) => void): () => void {
  throw new UsageError("option", "Browsers have no diagnostics channels: there is nothing to listen to.", {
    hint: "Use response.explain(), or layers of your own.",
  });
}
