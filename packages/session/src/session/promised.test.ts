import { describe, expect, test } from "vitest";
import type { Each, Mode } from "../flow/mode.ts";
import { scriptedTransport } from "../transports/scripted.ts";
import { asyncTwin } from "./asyncTwin.ts";
import { blockingTwin } from "./blockingTwin.ts";
import { HttpSession } from "./httpSession.ts";
import { promised } from "./promised.ts";
import type { Twin } from "./twin.ts";

/** A session with a list. */
class Shelf<M extends Mode> extends HttpSession<M> {
  readonly transport;
  stopped = 0;

  constructor(twin: Twin<M>) {
    const transport = scriptedTransport((_request, index) => ({ json: [index * 2, index * 2 + 1] }));
    super(twin, { url: "http://localhost/", transport });
    this.transport = transport;
  }

  numbers(limit: number): Each<number>[M] {
    return this.each(() => {
      let read = 0;
      const page = () => this.exchange<number[]>("GET", "numbers");
      const stopping = (): void => {
        this.stopped += 1;
      };
      return {
        *next() {
          if (read >= limit) return undefined;
          read += 2;
          return (yield* page()).raiseForStatus().json();
        },
        *stop() {
          stopping();
        },
      };
    });
  }
}

describe.each([
  { twin: "async", open: () => new Shelf(asyncTwin) },
  { twin: "blocking", open: () => promised<Shelf<"async">>(new Shelf(blockingTwin)) },
])("a session seen as its async twin: the $twin one", ({ open }) => {
  test("reads lists by for await, as many times as they are read", async () => {
    const numbers = open().numbers(4);
    const seen: number[] = [];
    for await (const number of numbers) seen.push(number);
    for await (const number of numbers) seen.push(number);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test("tells whoever reads a list why there is none", async () => {
    const shelf = open();
    await shelf.close();
    const read = async (): Promise<void> => {
      for await (const number of shelf.numbers(2)) expect(number).toBeUndefined();
    };
    await expect(read()).rejects.toMatchObject({ code: "closed" });
  });

  test("stops a list that is left, and asks for no more of it", async () => {
    const shelf = open();
    for await (const number of shelf.numbers(10)) if (number === 1) break;
    expect([shelf.transport.requests.length, shelf.stopped]).toEqual([1, 1]);
  });
});
