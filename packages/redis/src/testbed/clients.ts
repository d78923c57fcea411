import { createClient } from "@redis/client";
import { Redis } from "ioredis";
import type { RedisClient } from "../client/redisClient.ts";

/** A connected client, and how to end it. */
export interface Connection {
  readonly client: RedisClient;
  readonly close: () => void;
}

/** The two clients, under one roof. They come back quickly when Redis does, so that tests need not wait. */
export const clients: readonly { readonly name: ClientName; readonly connect: (url: string) => Connection }[] = [
  {
    name: "@redis/client",
    connect(url) {
      const client = createClient({ url, socket: { reconnectStrategy: 20 } });
      client.on("error", () => {});
      client.connect().catch(() => {});
      return { client, close: () => client.destroy() };
    },
  },
  {
    name: "ioredis",
    connect(url) {
      const client = new Redis(url, { retryStrategy: () => 20, lazyConnect: true });
      return { client, close: () => client.disconnect() };
    },
  },
];

export type ClientName = "@redis/client" | "ioredis";

export function connect(name: ClientName, url: string): Connection {
  const found = clients.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`There is no client ${name}.`);
  return found.connect(url);
}
