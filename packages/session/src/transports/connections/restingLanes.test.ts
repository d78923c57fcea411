import { once } from "node:events";
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ApiResponse } from "../../message/apiResponse.ts";
import { AsyncSession } from "../../session/asyncSession.ts";
import { type FaultServer, startFaultServer } from "../../testbed/faultServer.ts";
import { failureOf } from "../../testbed/twins.ts";
import type { ClientName } from "../clients/clientChoice.ts";
import { isNode } from "../clients/isNode.ts";
import { connectionDefaults } from "../connectionSettings.ts";
import { nodeTransport } from "../nodeTransport.ts";

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

interface Served {
  readonly connection: number;
  readonly turn: number;
}

function served(response: ApiResponse<unknown>): Served {
  const { connection, turn }: Partial<Served> = Object(response.json());
  return { connection: Number(connection), turn: Number(turn) };
}

function open(client: ClientName): AsyncSession {
  return new AsyncSession({
    url: server.origin,
    retry: false,
    transport: nodeTransport(connectionDefaults, { client }),
  });
}

/** Sends what tells when its body leaves: in the turn of the event loop in which it was sent, or later. */
async function sendNow(session: AsyncSession, method: string): Promise<{ served: Served; inThisTurn: boolean }> {
  let hasTurned = false;
  let inThisTurn = true;
  // Comes before the next turn, and after all that is done in this one.
  process.nextTick(() => {
    hasTurned = true;
  });
  const onUploadProgress = (): void => {
    inThisTurn = !hasTurned;
  };
  const response = await session.sendRequest(method, "plain", { body: "x", onUploadProgress });
  return { served: served(response), inThisTurn };
}

/** Ends with the next turn of the event loop. */
const turned = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

// Undici itself waits for a part of a turn, whatever it sends; elsewhere than on Node it is the only client.
describe.each([
  ["node", isNode],
  ["undici", false],
] as const)("a connection that has served, with the client %s,", (client, atOnce) => {
  test("serves at once what may be sent twice, and what may not when the event loop has turned", async () => {
    await using session = open(client);
    const { connection } = served(await session.httpGet("plain"));
    expect(await sendNow(session, "PUT")).toEqual({ served: { connection, turn: 2 }, inThisTurn: atOnce });
    expect(await sendNow(session, "POST")).toEqual({ served: { connection, turn: 3 }, inThisTurn: false });
    const all = await Promise.all(["POST", "POST", "POST"].map((method) => sendNow(session, method)));
    expect(all.filter(({ served }) => served.connection === connection)).toHaveLength(1);
  });

  test("is left alone by a call that is given up while it rests", async () => {
    await using session = open(client);
    const { connection } = served(await session.httpGet("plain"));
    const caller = new AbortController();
    const given = failureOf(session.httpPost("plain", { body: "x", signal: caller.signal }));
    caller.abort();
    expect(await given).toMatchObject({ code: "aborted", sent: false });
    for (let turn = 0; turn < 3; turn += 1) await turned();
    expect(await sendNow(session, "POST")).toMatchObject({ served: { connection, turn: 2 } });
  });
});

test("a connection serves nothing at once where the server has closed one without a word", async () => {
  await using session = open("node");
  await session.httpGet("plain");
  expect(await failureOf(session.httpGet("reset"))).toMatchObject({ code: "reset" });
  const { connection } = served(await session.httpGet("plain"));
  expect(await sendNow(session, "PUT")).toEqual({ served: { connection, turn: 2 }, inThisTurn: false });
});

test("one that comes back from its rest and has to wait can be taken back", async () => {
  let connections = 0;
  const sockets = new Set<Socket>();
  const closing = createServer((request, response) => {
    if (request.url === "/plain") response.end("1");
  });
  closing.on("connection", (socket) => {
    connections += 1;
    sockets.add(socket);
  });
  await once(closing.listen(0, "127.0.0.1"), "listening");
  const address = closing.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const transport = nodeTransport({ ...connectionDefaults, maxConnections: 1 }, { client: "undici" });
  const [first, second] = [0, 1].map(() => new AsyncSession({ url, retry: false, transport }));
  await first?.httpGet("plain");
  await turned();
  const caller = new AbortController();
  // The server closes the connection on which one rests; another call takes the only place meanwhile.
  for (const socket of sockets) socket.destroy();
  const rests = failureOf(first?.httpPost("stall", { signal: caller.signal }) ?? Promise.resolve());
  const waits = failureOf(second?.httpGet("stall") ?? Promise.resolve());
  await expect.poll(() => connections).toBe(2);
  caller.abort();
  expect(await rests).toMatchObject({ code: "aborted" });
  await transport.close(true);
  expect(await waits).toMatchObject({ code: "aborted" });
  await turned();
  expect(connections).toBe(2);
  closing.closeAllConnections();
  closing.close();
});
