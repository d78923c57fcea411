/** One session's credentials, limits and long jobs on many machines: a store, a limit and batches in Redis. */

export type { IoRedisClient, NodeRedisClient, RedisClient } from "./client/redisClient.ts";
export type { FleetReport } from "./fleet/batchItems.ts";
export { fleetBatch } from "./fleet/fleetBatch.ts";
export type { FleetBatchOptions, FleetProgress } from "./fleet/fleetBatchOptions.ts";
export type { FleetClient } from "./fleet/fleetClient.ts";
export type { FleetFailure, FleetOutcome } from "./fleet/fleetOutcome.ts";
export { type FleetWorker, fleetWorker } from "./fleet/fleetWorker.ts";
export type { FleetTask, FleetWorkerOptions } from "./fleet/fleetWorkerOptions.ts";
export { redisLimit } from "./limit/redisLimit.ts";
export type { RedisLimitOptions } from "./limit/redisLimitOptions.ts";
export { redisStore } from "./store/redisStore.ts";
export type { RedisStoreOptions } from "./store/redisStoreOptions.ts";
