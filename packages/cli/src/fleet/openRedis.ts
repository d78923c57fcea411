import { UsageError } from "@latchkey/session";
import type { Redis } from "ioredis";

/** Where the password of the queue's Redis comes from: arguments are everybody's to read. */
const PASSWORD = "LATCHKEY_QUEUE_PASSWORD";

/**
 * A client of the Redis that `--queue` names. It connects when it is first used.
 *
 * @throws UsageError (`option`) for what is no such URL, for a password or options in it, and where ioredis is not
 * installed
 */
export async function openRedis(queue: string, env: NodeJS.ProcessEnv): Promise<Redis> {
  const url = queueUrl(queue);
  const { Redis } = await loadIoRedis();
  const password = env[PASSWORD] ?? "";
  const username = userOf(url);
  // From a URL with a user the client would take that there is no password.
  url.username = "";
  const redis = new Redis(url.href, {
    lazyConnect: true,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(times * 100, 1_000),
    ...(username !== "" && { username }),
    ...(password !== "" && { password }),
  });
  // Who needs it says when it is missing.
  redis.on("error", () => {});
  return redis;
}

function queueUrl(queue: string): URL {
  const url = URL.canParse(queue) ? new URL(queue) : undefined;
  if (url === undefined || !["redis:", "rediss:"].includes(url.protocol) || url.hostname === "") {
    throw new UsageError("option", "--queue must be the URL of a Redis, such as redis://redis.internal:6379.");
  }
  if (url.password !== "") throw inTheOpen("--queue must not hold a password");
  // The client takes any option from there, the password too.
  if (url.search !== "" || url.hash !== "") throw inTheOpen("--queue must have nothing after a ? or #");
  if (/^\/?\d*$/.test(url.pathname)) return url;
  throw new UsageError("option", "--queue may end in the number of a database, and in nothing else.", {
    hint: "For example redis://redis.internal:6379/2.",
  });
}

function userOf({ username }: URL): string {
  try {
    return decodeURIComponent(username);
  } catch {
    throw new UsageError("option", "--queue names a user with a % that encodes nothing.", {
      hint: "A % that is part of the name is written %25.",
    });
  }
}

function inTheOpen(rule: string): UsageError {
  return new UsageError("option", `${rule}: every user of this machine can read arguments.`, {
    hint: `Put the password into the environment, as ${PASSWORD}. If a real one was there, change it.`,
  });
}

async function loadIoRedis(): Promise<Pick<typeof import("ioredis"), "Redis">> {
  try {
    return await import("ioredis");
  } catch {
    throw new UsageError("option", "--queue needs the packages bullmq and ioredis, which are not installed here.", {
      hint: "Install them beside latchkey: npm install --global latchkey bullmq ioredis",
    });
  }
}
