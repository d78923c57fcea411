import {
  callable,
  checkOptions,
  defaulting,
  logWarning,
  number,
  required,
  type StoreWarning,
  text,
} from "@latchkey/session";
import type { RedisClient } from "../client/redisClient.ts";
import { timeoutCheck } from "../store/redisStoreOptions.ts";
import { parseRate, type Rate } from "./rate.ts";

/** Options of `redisLimit`. */
export interface RedisLimitOptions {
  /** Of `@redis/client` or `ioredis`: the caller makes, connects and closes it. */
  readonly client: RedisClient;
  /** Requests in any window of time, e.g. `"300/min"`; times are s, min, h and day. */
  readonly rate: string;
  /** What is limited, e.g. server and user: hosts that name the same share one limit, and must agree on the numbers. */
  readonly key: string;
  /** Requests in flight at once, over all hosts; at least as many as there are hosts. Default: no such limit. */
  readonly concurrency?: number | undefined;
  /**
   * How many hosts share the limit, for as long as Redis has not said: without Redis a host keeps to its part of the
   * limit. Default 10.
   */
  readonly hosts?: number | undefined;
  /** What the names of all keys begin with. Default `"latchkey:"`. */
  readonly prefix?: string | undefined;
  /** How long any command may take, in ms. 1 to 2000, default 500. */
  readonly timeout?: number | undefined;
  /** Told once when Redis goes away. Default: a warning in the log, category `["latchkey", "store"]`. */
  readonly onWarning?: StoreWarning | undefined;
}

const SHAPE = {
  // What it must be is said where the two clients are told apart.
  client: (value: unknown) => value as RedisClient,
  rate: parseRate,
  key: required(text()),
  concurrency: number({ min: 1, max: 1_000_000, integer: true }),
  hosts: defaulting(number({ min: 1, max: 1_000_000, integer: true }), 10),
  prefix: defaulting(text(), "latchkey:"),
  timeout: timeoutCheck,
  onWarning: callable<StoreWarning>(),
};

/** The options, checked. */
export interface CheckedRedisLimitOptions {
  readonly client: RedisClient;
  readonly rate: Rate;
  readonly key: string;
  /** 0: no limit of what is in flight. */
  readonly concurrency: number;
  readonly hosts: number;
  readonly prefix: string;
  readonly timeout: number;
  readonly warn: StoreWarning;
}

export function checkRedisLimitOptions(options: RedisLimitOptions): CheckedRedisLimitOptions {
  const { concurrency = 0, onWarning: warn = logWarning, ...rest } = checkOptions(options, SHAPE);
  return { ...rest, concurrency, warn };
}
