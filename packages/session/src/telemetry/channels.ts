import { channel, subscribe as listen, unsubscribe } from "node:diagnostics_channel";
import type { ChannelName, Channels } from "./channelNames.ts";

/** The channels of this thread: `node:diagnostics_channel`, which every runtime but browsers has. */
export const channels: Channels = {
  "latchkey:enter": channel("latchkey:enter"),
  "latchkey:request:start": channel("latchkey:request:start"),
  "latchkey:request:end": channel("latchkey:request:end"),
  "latchkey:attempt:start": channel("latchkey:attempt:start"),
  "latchkey:attempt:end": channel("latchkey:attempt:end"),
  "latchkey:credential": channel("latchkey:credential"),
};

/** Has a listener told what is published; returns how to stop. */
export function subscribe(name: ChannelName, listener: (event: unknown) => void): () => void {
  const heard = (event: unknown): void => listener(event);
  listen(name, heard);
  return () => void unsubscribe(name, heard);
}
