// The tests of @latchkey/redis have one, which is not published: it is taken from where it is built.
export { noRedis, RedisServer } from "../../../redis/dist/testbed/redisServer.js";
