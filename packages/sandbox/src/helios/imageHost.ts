import { isIP } from "node:net";
import { deserialize, serialize } from "node:v8";
import type { ResolvedBoxOptions } from "../box/boxOptions.ts";
import { createFaultDesk } from "../box/faultDesk.ts";
import type { FaultPlan } from "../box/faultPlan.ts";
import { listen } from "../box/listen.ts";
import { createRequestLog } from "../box/requestLog.ts";
import type { RequestRecord } from "../box/requestRecord.ts";

/** The second origin: a listener of its own, with faults and a request log of its own. */
export interface ImageHost {
  readonly url: string;
  /** The origin for a client that reached the API at this URL: a server that listens everywhere has many addresses. */
  originFor(requested: string): string;
  fault(plan: string): void;
  clearFaults(): void;
  requests(): RequestRecord[];
  close(): Promise<void>;
}

/** A fault plan as text, because a server's commands take text: JSON knows neither `Infinity` nor patterns. */
export const planToText = (plan: FaultPlan): string => serialize(plan).toString("base64");

/** Opens the storage host on any free port of the API's address. */
export async function openImageHost(
  options: ResolvedBoxOptions,
  fetch: (request: Request) => Promise<Response>,
): Promise<ImageHost> {
  const faults = createFaultDesk();
  const log = createRequestLog();
  const service = { credentials: undefined, fetch, close: () => {} };
  const listener = await listen(service, { options: { ...options, port: 0 }, faults, log });
  return {
    url: listener.url,
    originFor(requested) {
      if (!isEveryAddress(options.host)) return listener.url;
      const origin = new URL(listener.url);
      origin.hostname = new URL(requested).hostname;
      return origin.origin;
    },
    fault: (plan) => faults.add(deserialize(Buffer.from(plan, "base64"))),
    clearFaults: () => faults.clear(),
    requests: () => log.all(),
    close: () => listener.close(),
  };
}

/** `0.0.0.0`, `::` and the longer forms of it. */
const isEveryAddress = (host: string): boolean => isIP(host) !== 0 && /^[0:.]+$/.test(host);
