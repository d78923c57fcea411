/** One session's credentials and limits on many machines: a store and a limit in Redis. */

export type { IoRedisClient, NodeRedisClient, RedisClient } from "./client/redisClient.ts";
export { redisStore } from "./store/redisStore.ts";
export type { RedisStoreOptions } from "./store/redisStoreOptions.ts";
