import { expect, test } from "vitest";
import { openRedis } from "./openRedis.ts";

test.each([
  { url: "redis://127.0.0.1:1", username: null },
  { url: "redis://batches@127.0.0.1:1", username: "batches" },
  { url: "rediss://a%40b:@[::1]:1/2", username: "a@b" },
])("$url signs in with the password of the environment", async ({ url, username }) => {
  const redis = await openRedis(url, { LATCHKEY_QUEUE_PASSWORD: "canary" });
  expect(redis.options).toMatchObject({ username, password: "canary" });
});
