import { scriptedTransport } from "@latchkey/session/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ListRow, listServer, rowsUpTo } from "../testbed/listServer.ts";
import { ids, pagingTwins, upTo } from "../testbed/pagingTwins.ts";

const url = "http://localhost";

/** How many histories of a list each order is tried with: each of them is a session and many pages. */
const RUNS = Math.ceil(Number(process.env["LATCHKEY_FUZZ_RUNS"] ?? 1_000) / 20);

describe.each(pagingTwins)("a list that changes under the $twin client", ({ open }) => {
  test("rows that are deleted as they are read take none with them", async () => {
    const server = listServer(rowsUpTo(100));
    const client = open({ url, transport: server.transport });
    const seen: number[] = [];
    await client.rows("users/users", { pageSize: 10, prefetch: 2 }, (row) => {
      const { id } = row as ListRow;
      seen.push(id);
      server.rows = server.rows.filter((other) => other.id !== id);
    });
    expect(seen).toEqual(upTo(100));
  });

  test("hundreds of rows that vanish at once take none with them", async () => {
    const server = listServer(rowsUpTo(1000), {
      before(list, index) {
        if (index === 50) list.rows = list.rows.filter(({ id }) => id > 400);
      },
    });
    const client = open({ url, transport: server.transport });
    expect(await ids(client, { pageSize: 10, prefetch: 0 })).toEqual(upTo(1000));
  });

  test.each([
    ["to the next page", "row 12 and a half"],
    ["to the end", "row 99"],
  ])("a row that moves %s once it was read takes none with it, and comes no second time", async (_where, name) => {
    const padded = (id: number): ListRow => ({ id, name: `row ${String(id).padStart(2, "0")}` });
    const server = listServer(upTo(40).map(padded), {
      before(list, index) {
        if (index === 1) list.rows = list.rows.map((row) => (row.id === 1 ? { id: 1, name } : row));
      },
    });
    const client = open({ url, transport: server.transport });
    const seen = await ids(client, { pageSize: 10, prefetch: 0, params: { _order: "name" } });
    expect(seen).toEqual(upTo(40));
  });

  test.each(["id", "-id", "name"])(
    "by %s, rows that stay are given once, whatever comes and goes",
    async (_order) => {
      const change = fc.record({
        at: fc.integer({ min: 1, max: 12 }),
        remove: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }),
        add: fc.integer({ min: 0, max: 3 }),
      });
      const paging = fc.record({ pageSize: fc.integer({ min: 4, max: 12 }), prefetch: fc.integer({ min: 0, max: 3 }) });
      await fc.assert(
        fc.asyncProperty(fc.array(change, { maxLength: 4 }), paging, async (changes, options) => {
          const gone = new Set<number>();
          let newest = 60;
          const server = listServer(rowsUpTo(60), {
            before(list, index) {
              for (const { at, remove, add } of changes) {
                if (at !== index) continue;
                for (const id of remove) gone.add(id);
                list.rows = list.rows.filter((row) => !gone.has(row.id));
                for (let count = 0; count < add; count += 1) {
                  newest += 1;
                  list.rows.push({ id: newest, name: `row ${(newest * 7) % 60} new` });
                }
              }
            },
          });
          const client = open({ url, transport: server.transport });
          const seen = await ids(client, { ...options, params: { _order } });
          expect(new Set(seen).size).toBe(seen.length);
          const stayed = upTo(60).filter((id) => !gone.has(id));
          expect(seen.filter((id) => id <= 60 && !gone.has(id)).toSorted((a, b) => a - b)).toEqual(stayed);
        }),
        { numRuns: RUNS },
      );
    },
    60_000 + RUNS * 100,
  );

  test.each([
    ["whose pages are all the same", 2, () => ({ count: 1000, results: rowsUpTo(10) })],
    ["that reads _limit but not _offset", 3, (limit: number) => ({ count: 1000, results: rowsUpTo(limit) })],
    ["whose rows have no ids", 2, () => ({ count: 1000, results: [{ name: "a" }, { name: "b" }] })],
    ["that grows while it repeats", 4, (limit: number, n: number) => ({ count: 1000 * n, results: rowsUpTo(limit) })],
    [
      "that promises rows and sends none",
      99,
      (_: number, n: number) => ({ count: 1000, results: rowsUpTo(n === 1 ? 10 : 0) }),
    ],
    [
      "that leaves out a row before any page but the first",
      99,
      (limit: number, _: number, offset: number) => ({
        count: 1000,
        results: rowsUpTo(1000)
          .filter(({ id }) => offset === 0 || id !== 10)
          .slice(offset, offset + limit),
      }),
    ],
  ])("a list %s ends in an error", async (_what, most, page) => {
    const endless = scriptedTransport((request, index) => {
      if (index > most) throw new Error("It goes on.");
      const { searchParams } = new URL(request.url);
      return { json: page(Number(searchParams.get("_limit")), index + 1, Number(searchParams.get("_offset"))) };
    });
    const client = open({ url, transport: endless });
    await expect(ids(client, { pageSize: 10, prefetch: 0 })).rejects.toMatchObject({
      name: "TransportError",
      code: "protocol",
      url: "http://localhost/users/users",
    });
    expect(endless.requests.length).toBeLessThanOrEqual(most);
  });
});
