import { runAsync } from "../driver/runAsync.ts";
import { runBlocking } from "../driver/runBlocking.ts";
import type { Transport } from "../driver/transport.ts";
import { type Flow, send } from "../flow/flow.ts";
import type { Reply } from "../message/reply.ts";
import type { Request } from "../message/request.ts";
import type { ClientName } from "../transports/clients/clientChoice.ts";
import { type ConnectionSettings, connectionDefaults } from "../transports/connectionSettings.ts";
import { nodeTransport } from "../transports/nodeTransport.ts";
import { systemClock } from "../transports/systemClock.ts";
import { workerTransport } from "../transports/workerTransport.ts";
import { type TestRequestOptions, testRequest } from "./requests.ts";

/** A twin's transport, and how flows run over it. */
export interface TestedTransport {
  readonly transport: Transport;
  readonly run: <T>(flow: Flow<T>) => Promise<T>;
}

export interface TestedTwin {
  readonly name: "async" | "blocking" | "brief";
  readonly open: (settings?: Partial<ConnectionSettings>) => TestedTransport;
}

/** The real transports, each with one HTTP client from its first exchange to its last, for `describe.each`. */
export const transportTwins: readonly TestedTwin[] = [
  { name: "async", open: asynchronous("undici") },
  { name: "blocking", open: blocking("undici") },
  { name: "brief", open: asynchronous("node") },
];

/** The transports as sessions have them, which go over from one client to another when there is much to do. */
export const ownTwins: readonly TestedTwin[] = [
  { name: "async", open: asynchronous() },
  { name: "blocking", open: blocking() },
];

function asynchronous(client?: ClientName): TestedTwin["open"] {
  return (settings) => {
    const transport = nodeTransport({ ...connectionDefaults, ...settings }, { client });
    return { transport, run: (flow) => runAsync(flow, transport) };
  };
}

function blocking(client?: ClientName): TestedTwin["open"] {
  return (settings) => {
    const transport = workerTransport({ ...connectionDefaults, ...settings }, client);
    return { transport, run: async (flow) => runBlocking(flow, transport) };
  };
}

export interface RequestParts extends Omit<TestRequestOptions, "timeout" | "streams"> {
  /** Idle time, in ms: makes the request a streaming one. */
  readonly idle?: number;
}

/** A request for tests: a GET unless it says otherwise. */
export function requestTo(origin: string, path: string, { idle, ...parts }: RequestParts = {}): Request {
  const streams = idle !== undefined;
  return testRequest(systemClock, origin, path, { ...parts, streams, ...(streams ? { timeout: idle } : {}) });
}

/** One exchange, within `timeout` ms. */
export function exchange(
  { run }: TestedTransport,
  origin: string,
  path: string,
  parts: RequestParts & { readonly timeout?: number } = {},
): Promise<Reply> {
  const { timeout = 10_000, ...request } = parts;
  return run(send(requestTo(origin, path, request), performance.now() + timeout));
}

export function textOf(reply: Reply): string {
  return new TextDecoder().decode(reply.body);
}

export { failureOf } from "./twins.ts";
