import { UsageError } from "@latchkey/session";

/** What is used of a client of the package `@redis/client` (or `redis`): a connection, not a cluster or a pool. */
export interface NodeRedisClient {
  readonly isOpen: boolean;
  readonly isReady: boolean;
  sendCommand(
    args: readonly string[],
    options?: { readonly abortSignal?: AbortSignal; readonly typeMapping?: Readonly<Record<number, never>> },
  ): Promise<unknown>;
  on(event: "ready" | "error", listener: () => void): unknown;
}

/** What is used of a client of the package `ioredis`: a `Redis` or a `Cluster`. */
export interface IoRedisClient {
  readonly status: string;
  call(command: string, ...args: string[]): Promise<unknown>;
  connect(): Promise<void>;
  on(event: "ready" | "error", listener: () => void): unknown;
}

/** A client that the caller made, connects and closes. */
export type RedisClient = NodeRedisClient | IoRedisClient;

/** Either client, reduced to what this package asks of it. */
export interface Commands {
  /** Whether a command would be written now rather than queued. */
  ready(): boolean;
  /** Begins to connect where that is left to the first command. */
  begin(): void;
  /** Sends one command. Once `signal` is aborted nobody waits for it, and it is not sent if it was not yet. */
  send(command: readonly [string, ...string[]], signal: AbortSignal): Promise<unknown>;
  /** How often the connection has become ready. */
  readonly times: () => number;
  /** Calls back when the connection has become ready; returns how to stop listening. */
  onReady(listener: () => void): () => void;
}

type Adapted = Omit<Commands, "times" | "onReady">;

const known = new WeakMap<object, Commands>();

/**
 * Tells the two clients apart by their shape.
 *
 * @throws UsageError (`option`) for anything else
 */
export function commandsOf(client: RedisClient): Commands {
  const found = known.get(client);
  if (found !== undefined) return found;
  const listeners = new Set<() => void>();
  let times = 0;
  const commands = { ...adapt(client), times: () => times, onReady: listening(listeners) };
  // One listener however many wait; without one for errors a lost connection would end the process, or fill its output.
  client.on("ready", () => {
    times += 1;
    for (const listener of listeners) listener();
  });
  client.on("error", () => {});
  known.set(client, commands);
  return commands;
}

function adapt(client: RedisClient): Adapted {
  if (isIoRedis(client)) return ioRedis(client);
  if (isNodeRedis(client)) return nodeRedis(client);
  throw new UsageError("option", "The client must be one of @redis/client or ioredis.", {
    hint: "Pass createClient(…) of @redis/client, or new Redis(…) or new Cluster(…) of ioredis; clusters, sentinels and pools of @redis/client are not supported.",
  });
}

function nodeRedis(client: NodeRedisClient): Adapted {
  return {
    ready: () => client.isReady,
    begin() {},
    // Some clients are set to give texts as bytes: to us they are texts.
    send: (command, abortSignal) => client.sendCommand(command, { abortSignal, typeMapping: {} }),
  };
}

function ioRedis(client: IoRedisClient): Adapted {
  return {
    ready: () => client.status === "ready",
    begin() {
      // Its failure shows as a connection that does not become ready.
      if (client.status === "wait") client.connect().catch(() => {});
    },
    send: ([name, ...args]) => client.call(name, ...args),
  };
}

function listening(listeners: Set<() => void>): Commands["onReady"] {
  return (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
}

// Both have a sendCommand; only ioredis has a call, and a status that is text.
function isIoRedis(client: unknown): client is IoRedisClient {
  return hasMembers(client, { call: "function", status: "string", connect: "function", on: "function" });
}

// Clusters and sentinels of the package have a sendCommand that takes something else; only one connection can select.
function isNodeRedis(client: unknown): client is NodeRedisClient {
  return hasMembers(client, {
    sendCommand: "function",
    isReady: "boolean",
    isOpen: "boolean",
    on: "function",
    select: "function",
  });
}

function hasMembers(client: unknown, types: Readonly<Record<string, string>>): boolean {
  if (typeof client !== "object" || client === null) return false;
  return Object.entries(types).every(([name, type]) => typeof Reflect.get(client, name) === type);
}
