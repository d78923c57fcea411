import type { ResolvedBoxOptions } from "./boxOptions.ts";
import type { Clock } from "./clock.ts";

/** Where a request came from. */
export interface Peer {
  address: string;
  port: number;
}

/**
 * A server that has not been given a socket: `Request → Response`, what it needs to be told, and how to stop.
 *
 * The box around it checks the `Host` header, bounds the body (10 MiB, whole in memory), plays the faults and keeps the log,
 * so `fetch` only answers. An error that it throws becomes a plain 500.
 */
export interface Service<Credentials> {
  readonly credentials: Credentials;
  fetch(request: Request, peer: Peer): Response | Promise<Response>;
  /** More that can be asked of the running server by name, through {@link RunningBox.command}; plain data in and out. */
  readonly commands?: Record<string, (argument: string) => unknown>;
  /** Called once, when no request is being answered any more. */
  close(): void | Promise<void>;
}

/**
 * A kind of server, as `startBox` wants it. Its module must export it under the name `kind`, because a worker thread imports it from there.
 *
 * @example
 * export const kind: ServerKind<{ id: string }> = {
 *   name: "Hello",
 *   module: import.meta.url,
 *   open: async () => ({ credentials: { id: "x" }, fetch: () => new Response("hello"), close: () => {} }),
 * };
 * export const startHello = (options?: BoxOptions) => startBox(kind, options);
 */
export interface ServerKind<Credentials> {
  /** For messages: `"Keystone"`. */
  readonly name: string;
  /** `import.meta.url` of the module that exports this value as `kind`. */
  readonly module: string;
  open(options: ResolvedBoxOptions, clock: Clock): Promise<Service<Credentials>>;
}
