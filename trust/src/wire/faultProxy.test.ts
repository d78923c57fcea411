import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Fault } from "./fault.ts";
import { type FaultProxy, startFaultProxy } from "./faultProxy.ts";

const server = createServer((_request, response) => response.end('{"good":true}'));
let proxy: FaultProxy;
let upstream: string;

beforeAll(async () => {
  proxy = startFaultProxy();
  await once(server.listen(0, "127.0.0.1"), "listening");
  upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await proxy.close();
  server.close();
});

/** All that comes back for a plain GET on a connection of its own. */
async function raw(origin: string): Promise<string> {
  const socket = connect(Number(new URL(origin).port), "127.0.0.1");
  socket.write("GET /x HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
  let text = "";
  socket.on("data", (chunk) => (text += chunk.toString("latin1")));
  socket.on("error", (error: NodeJS.ErrnoException) => (text += error.code ?? ""));
  await new Promise((closed) => socket.on("close", closed));
  return text;
}

test.each<[string, Fault, RegExp]>([
  ["answers", { play: "answer", status: 418, body: "tea" }, /^HTTP\/1\.1 418 .*tea/s],
  ["says what it is told", { play: "raw", bytes: "no head at all", ends: true }, /^no head at all$/],
  ["resets", { play: "reset" }, /^ECONNRESET$/],
  ["cuts", { play: "cut", framing: "length" }, /content-length: 13\r\n\r\n\{"good":true$/],
  ["cuts chunks", { play: "cut", framing: "chunked" }, /\r\n\r\nd\r\n\{"good":true$/],
  ["hints first", { play: "interim", count: 2 }, /^(HTTP\/1\.1 103 .*?){2}HTTP\/1\.1 200 .*\{"good":true\}$/s],
])("a door %s on the nth request, and passes the others on", async (_what, fault, expected) => {
  const door = await proxy.door(upstream);
  await door.spoil({ fault, path: "/x", after: 1, times: 1 });
  expect(await raw(door.origin)).toMatch(/\{"good":true\}$/);
  expect(await raw(door.origin)).toMatch(expected);
  expect(await raw(door.origin)).toMatch(/\{"good":true\}$/);
  expect(await door.record()).toMatchObject({ connections: 3, matched: 3 });
  await door.close();
});

test("a door refuses, and holds what it is told without a word", async () => {
  const door = await proxy.door(upstream);
  await door.take("refuse");
  expect(await raw(door.origin)).toBe("ECONNREFUSED");
  const other = await proxy.door(upstream);
  await other.take("hold");
  const held = raw(other.origin);
  for (;;) if ((await other.record()).held.length > 0) break;
  await other.close();
  expect(await held).toBe("");
  await expect(other.record()).rejects.toThrow("no door");
});
