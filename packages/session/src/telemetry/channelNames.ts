import type { AttemptEvent, CredentialEvent, EnterEvent, RequestEvent } from "./events.ts";

/**
 * What is published, by the name of its channel in `node:diagnostics_channel`. The start and the end of a request, and
 * those of an attempt, are told with the same object: what is known at the end has been filled in.
 *
 * @example
 * ```ts
 * import { subscribe } from "node:diagnostics_channel";
 *
 * subscribe("latchkey:request:end", (message) => {
 *   const event = message as DiagnosticsEvents["latchkey:request:end"];
 *   console.log(event.method, event.endpoint, event.status ?? event.error);
 * });
 * ```
 */
export interface DiagnosticsEvents {
  /** A method of a session was called; told within the caller's own call. */
  readonly "latchkey:enter": EnterEvent;
  /** A call begins; for what signs in and has no call around it, its request. */
  readonly "latchkey:request:start": RequestEvent;
  readonly "latchkey:request:end": RequestEvent;
  /** A request is handed to the transport. */
  readonly "latchkey:attempt:start": AttemptEvent;
  readonly "latchkey:attempt:end": AttemptEvent;
  /** A credential is there for the attempt that follows. */
  readonly "latchkey:credential": CredentialEvent;
}

export type ChannelName = keyof DiagnosticsEvents;

/** As far as it is used here. */
export interface EventChannel {
  readonly hasSubscribers: boolean;
  publish(event: unknown): void;
}

export type Channels = Readonly<Record<ChannelName, EventChannel>>;
