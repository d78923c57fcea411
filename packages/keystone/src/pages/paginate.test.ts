import { scriptedTransport } from "@latchkey/session/testing";
import { describe, expect, test } from "vitest";
import { AsyncKeystoneClient } from "../asyncKeystoneClient.ts";
import { listServer, rowsUpTo } from "../testbed/listServer.ts";
import { ids, pagingTwins, upTo } from "../testbed/pagingTwins.ts";
import type { PaginateOptions } from "./paginateOptions.ts";

const url = "http://localhost";

describe.each(pagingTwins)("a list of the $twin client", ({ open }) => {
  test("comes whole and in order, by offset, ordered by id, each page asked for with the row before it", async () => {
    const server = listServer(rowsUpTo(25));
    const client = open({ url, transport: server.transport });
    expect(await ids(client, { pageSize: 10, prefetch: 0 })).toEqual(upTo(25));
    expect(server.windows).toEqual([
      [0, 10],
      [9, 11],
      [19, 11],
    ]);
    expect(new Set(server.orders)).toEqual(new Set(["id"]));
    expect(server.transport.requests[0]?.url).toContain("http://localhost/users/users/?");
  });

  test("can be read again, and page by page", async () => {
    const server = listServer(rowsUpTo(7));
    const client = open({ url, transport: server.transport });
    const pages: number[] = [];
    for (const _ of [1, 2]) {
      await client.pages("users/users", { pageSize: 3 }, (rows) => {
        pages.push(rows.length);
      });
    }
    expect(pages).toEqual([3, 3, 1, 3, 3, 1]);
  });

  test("an empty list has no rows and one page", async () => {
    const client = open({ url, transport: listServer([]).transport });
    expect(await ids(client)).toEqual([]);
    const pages: unknown[] = [];
    await client.pages("users/users", {}, (rows) => {
      pages.push(rows);
    });
    expect(pages).toEqual([[]]);
  });

  test("keeps the caller's order, and breaks its ties by id", async () => {
    const server = listServer(rowsUpTo(3));
    const client = open({ url, transport: server.transport });
    for (const _order of ["-name", "name,-id", ["role", "name"], ""]) await ids(client, { params: { _order } });
    expect(server.orders).toEqual(["-name,id", "name,-id", "role,name,id", "id"]);
  });

  test("takes filters from params and from the endpoint, and begins at _offset", async () => {
    const server = listServer(rowsUpTo(30));
    const client = open({ url, transport: server.transport });
    const options = { pageSize: 10, params: { _offset: 12, id__in: [1, 2] } };
    expect(await ids(client, options, "users/users?role=a")).toEqual(upTo(30).slice(12));
    expect(server.transport.requests[0]?.url).toContain("?role=a&id__in=1%2C2&_order=id&_limit=10&_offset=12");
  });

  test("has several pages under way, in order whichever answers first, and never more than prefetch says", async () => {
    const server = listServer(rowsUpTo(200), { delay: (index) => 1000 - index });
    const client = open({ url, transport: server.transport });
    expect(await ids(client, { pageSize: 10, prefetch: 4 })).toEqual(upTo(200));
    expect(server.transport.mostAtOnce).toBe(4);
  });

  test("asks for nothing beyond prefetch while nobody reads on, and for nothing at all before", async () => {
    const server = listServer(rowsUpTo(1000));
    const client = open({ url, transport: server.transport });
    expect(server.windows).toEqual([]);
    const seen: unknown[] = [];
    await client.rows("users/users", { pageSize: 10, prefetch: 3 }, (row) => {
      seen.push(row);
      return seen.length < 10;
    });
    expect(server.windows.length).toBeLessThanOrEqual(1 + 3);
  });

  test("leaving the loop ends what is under way", async () => {
    const server = listServer(rowsUpTo(1000), { delay: (index) => (index === 0 ? 0 : 10_000) });
    const client = open({ url, transport: server.transport });
    await client.rows("users/users", { pageSize: 10, prefetch: 3 }, () => false);
    expect(server.windows).toHaveLength(4);
    // Had they not been cancelled, their answers would still be to come.
    expect(server.transport.clock.now()).toBeLessThan(10_000);
    expect(server.transport.waitForCompletion?.()).toBe(false);
    expect(await ids(client, { maxItems: 5 })).toEqual(upTo(5));
  });

  test.each([
    [0, []],
    [1, [[0, 1]]],
    [10, [[0, 10]]],
    [
      14,
      [
        [0, 10],
        [9, 5],
      ],
    ],
  ])("maxItems %i asks for no more than that", async (maxItems, windows) => {
    const server = listServer(rowsUpTo(100));
    const client = open({ url, transport: server.transport });
    expect(await ids(client, { pageSize: 10, maxItems })).toEqual(upTo(maxItems));
    expect(server.windows).toEqual(windows);
  });

  test.each([2, 7])("a server that sends no more than %i rows at once loses none", async (cap) => {
    const server = listServer(rowsUpTo(20), { cap });
    const client = open({ url, transport: server.transport });
    expect(await ids(client, { pageSize: 10 })).toEqual(upTo(20));
    // Once it has shown how many it sends, no more are asked for.
    expect(server.windows.filter(([, limit]) => limit > cap)).toEqual([[0, 10]]);
  });

  test("a server that sends more rows than it was asked for brings no more than maxItems", async () => {
    const transport = scriptedTransport(() => ({ json: { count: 20, results: rowsUpTo(20) } }));
    const client = open({ url, transport });
    expect(await ids(client, { pageSize: 10, maxItems: 5 })).toEqual(upTo(5));
    expect(transport.requests).toHaveLength(1);
  });

  test.each(["id", "name"])("by %s, rows that are on one page twice come once", async (_order) => {
    const results = [1, 2, 2, 3, 1].map((id) => ({ id }));
    const client = open({ url, transport: scriptedTransport(() => ({ json: { count: 5, results } })) });
    expect(await ids(client, { params: { _order } })).toEqual(upTo(3));
  });

  test.each([1, 2, 3, 4, 5, 100])(
    "in an order that repeats rows each comes once and none is lost, %i to a page",
    async (pageSize) => {
      // Teams by their users: team 1 has two of them.
      const rows = [1, 2, 3, 4, 1, 5].map((id) => ({ id }));
      const repeating = scriptedTransport((request) => {
        const { searchParams } = new URL(request.url);
        const offset = Number(searchParams.get("_offset"));
        const results = rows.slice(offset, offset + Number(searchParams.get("_limit")));
        return { json: { count: rows.length, results } };
      });
      const client = open({ url, transport: repeating });
      expect(await ids(client, { pageSize, params: { _order: "users" } }, "users/teams")).toEqual(upTo(5));
    },
  );

  test("waits as long as the server asks, whatever the time-out", async () => {
    const busy = scriptedTransport((_request, index) =>
      index % 2 === 0
        ? { status: 429, headers: { "retry-after": "60" }, json: { detail: "Request was throttled." } }
        : { json: { count: 20, results: rowsUpTo(20).slice(index === 1 ? 0 : 9, index === 1 ? 10 : 20) } },
    );
    const client = open({ url, transport: busy, timeout: 1_000 });
    expect(await ids(client, { pageSize: 10 })).toEqual(upTo(20));
    expect(busy.clock.now()).toBeGreaterThanOrEqual(120_000);
  });

  test("a deadline is for each page, what the server asks to wait included", async () => {
    const slow = listServer(rowsUpTo(20), { delay: () => 800 });
    const client = open({ url, transport: slow.transport });
    expect(await ids(client, { pageSize: 10, prefetch: 0, deadline: 1_000 })).toEqual(upTo(20));
    const busy = scriptedTransport(() => ({ status: 429, headers: { "retry-after": "2" }, json: {} }));
    const waiting = open({ url, transport: busy });
    await expect(ids(waiting, { deadline: 1_000 })).rejects.toMatchObject({ status: 429 });
    expect(busy.requests).toHaveLength(1);
  });

  test.each([
    [{ json: rowsUpTo(3) }, "DecodeError", "a bare list"],
    [{ json: { id: 1 } }, "DecodeError", "something else"],
    [{ status: 400, json: { id: ["Enter a number."] } }, "StatusError", "Enter a number."],
  ])("an answer of %j is a %s", async (reply, name, message) => {
    const client = open({ url, transport: scriptedTransport([reply]) });
    await expect(ids(client)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  test.each([
    [{ pageSize: 0 }, "pageSize"],
    [{ pageSize: 1001 }, "pageSize"],
    [{ prefetch: -1 }, "prefetch"],
    [{ maxItems: 1.5 }, "maxItems"],
    [{ params: { _limit: 5 } }, "params._limit"],
    [{ params: { _offset: -1 } }, "params._offset"],
    [{ params: { _order: 7 } }, "params._order"],
    [{ pagesize: 5 }, "pageSize"],
    [{ deadline: 0 }, "deadline"],
    [{ params: new Map([["role", "a"]]) }, "params must be an object or URLSearchParams"],
    [{ params: [["role", "a"]] }, "params must be an object or URLSearchParams"],
    [{ params: "role=a" }, "params must be an object or URLSearchParams"],
    [{ params: null }, "params must be an object or URLSearchParams"],
    [{ params: { _offset: "S3CR3T" } }, "params._offset must be a whole number, not text that is none"],
    [{ params: { _offset: "1.5" } }, "params._offset"],
  ])("options %j are refused, naming %s, before anything is sent", async (options, named) => {
    const { transport } = listServer(rowsUpTo(3));
    const client = open({ url, transport });
    // JavaScript passes anything.
    await expect(ids(client, options as PaginateOptions)).rejects.toMatchObject({
      name: "UsageError",
      message: expect.stringContaining(named),
    });
    expect(transport.requests).toEqual([]);
  });

  test("a closed client reads no further", async () => {
    const client = open({ url, transport: listServer(rowsUpTo(100)).transport });
    const reading = client.rows("users/users", { pageSize: 10 }, () => void client.close());
    await expect(reading).rejects.toMatchObject({ name: "UsageError", code: "closed" });
  });
});

test("a signal ends an iteration and what is under way", async () => {
  const server = listServer(rowsUpTo(100), { delay: (index) => (index === 0 ? 0 : 10_000) });
  const client = new AsyncKeystoneClient({ url, transport: server.transport });
  const stopping = new AbortController();
  const seen: unknown[] = [];
  const reading = async (): Promise<void> => {
    for await (const row of client.paginate("users/users", { pageSize: 10, signal: stopping.signal })) {
      seen.push(row);
      if (seen.length === 10) stopping.abort();
    }
  };
  await expect(reading()).rejects.toMatchObject({ code: "aborted" });
  expect(seen).toHaveLength(10);
  expect(server.transport.waitForCompletion?.()).toBe(false);
});
