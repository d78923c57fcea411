/** One session's credentials and limits on many machines: a store and a limit in Redis. */

export type { IoRedisClient, NodeRedisClient, RedisClient } from "./client/redisClient.ts";
export { redisLimit } from "./limit/redisLimit.ts";
export type { RedisLimitOptions } from "./limit/redisLimitOptions.ts";
export { redisStore } from "./store/redisStore.ts";
export type { RedisStoreOptions } from "./store/redisStoreOptions.ts";
