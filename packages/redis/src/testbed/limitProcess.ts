import { AsyncSession } from "@latchkey/session";
import { redisLimit } from "../limit/redisLimit.ts";
import { type ClientName, connect } from "./clients.ts";

/** What a host is told: to keep a server as busy as the fleet's limit allows, until it is killed. */
export interface LimitOrder {
  readonly client: ClientName;
  readonly redisUrl: string;
  readonly key: string;
  readonly rate: string;
  readonly url: string;
}

async function perform({ client, redisUrl, key, rate, url }: LimitOrder): Promise<void> {
  const layers = [redisLimit({ client: connect(client, redisUrl).client, key, rate, timeout: 2_000 })];
  const session = new AsyncSession({ url, layers, maxConcurrency: 20 });
  for (;;) await session.all(Array.from({ length: 1_000 }, () => "things"));
}

process.on("message", (order: LimitOrder) => {
  perform(order).catch((error: unknown) => process.send?.(String(error)));
});
process.send?.("ready");
