import { AsyncHeliosSession } from "@latchkey/helios";
import { redisStore } from "../store/redisStore.ts";
import { type ClientName, connect } from "./clients.ts";
import type { FleetReport } from "./fleetProcesses.ts";

/** What a host of the fleet is told: to make so many requests of Helios, its token shared in Redis. */
export interface FleetOrder {
  readonly client: ClientName;
  readonly redisUrl: string;
  readonly prefix: string;
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly requests: number;
  /** How wrong this host's clock is, in ms. */
  readonly skew: number;
}

async function perform(order: FleetOrder): Promise<FleetReport> {
  const { client: name, redisUrl, prefix, requests, skew, ...account } = order;
  const { now } = Date;
  Date.now = () => now() + skew;
  const { client, close } = connect(name, redisUrl);
  const warnings: string[] = [];
  const onWarning = ({ message }: Error): void => void warnings.push(message);
  const store = redisStore(client, { prefix, encryptionKey: Buffer.alloc(32, 7), timeout: 1_900, onWarning });
  try {
    return await AsyncHeliosSession.with({ ...account, store, timeout: 60_000 }, async (session) => {
      const endpoints = Array.from({ length: requests }, () => "session");
      const statuses = new Set<string>();
      for (const { response, error } of await session.all(endpoints)) {
        statuses.add(error === undefined ? `${response.status}` : error.message);
      }
      return { statuses: [...statuses], token: session.authHeader?.Authorization ?? "none", warnings };
    });
  } finally {
    close();
  }
}

process.on("message", (order: FleetOrder) => {
  process.send?.("working");
  perform(order).then(
    (report) => process.send?.(report),
    (error: unknown) => process.send?.({ statuses: [String(error)], token: "none", warnings: [] }),
  );
});
process.send?.("ready");
