import { Redis } from "ioredis";

/** All that a Redis holds, as text: names, and what is in them. */
export async function redisText(url: string): Promise<string> {
  return withRedis(url, async (client) => {
    const texts: string[] = [];
    for (const key of await client.keys("*")) {
      const type = await client.type(key);
      texts.push(key);
      if (type === "string") texts.push((await client.get(key)) ?? "");
      if (type === "hash") texts.push(...Object.values(await client.hgetall(key)));
      if (type === "stream") texts.push(...(await client.xrange(key, "-", "+")).flat(2));
    }
    return texts.join("\n");
  });
}

export async function emptyRedis(url: string): Promise<void> {
  await withRedis(url, (client) => client.flushall());
}

async function withRedis<T>(url: string, use: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url);
  client.on("error", () => {});
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}
