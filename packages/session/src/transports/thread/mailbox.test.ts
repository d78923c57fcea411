import { describe, expect, test } from "vitest";
import { HeaderFields } from "../../message/headerFields.ts";
import { letterOfCompletions, letterOfDemands, readCompletions, readDemands } from "./letters.ts";
import { type Enclosed, Mailbox } from "./mailbox.ts";
import { type Completion, type Demand, packReply, type WireOrder } from "./wire.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** The two ends of one mailbox. */
function ends(): { readonly near: Mailbox; readonly far: Mailbox } {
  const near = new Mailbox();
  return { near, far: new Mailbox(near.memory) };
}

const asItIs = ({ text, next }: Enclosed): unknown => [text, next(2), next(1)];

describe("a mailbox", () => {
  test("holds a letter until it is taken, and only one", () => {
    const { near, far } = ends();
    expect(far.take(asItIs)).toBeUndefined();
    expect(near.put({ text: "Grüße 🌧", enclosures: [bytes(1, 2), bytes(3)] })).toBe(true);
    expect(near.put({ text: "second", enclosures: [] })).toBe(false);
    expect(far.take(asItIs)).toEqual(["Grüße 🌧", bytes(1, 2), bytes(3)]);
    expect(far.take(asItIs)).toBeUndefined();
    expect(near.put({ text: "second", enclosures: [bytes(4, 5, 6)] })).toBe(true);
    expect(far.take(asItIs)).toEqual(["second", bytes(4, 5), bytes(6)]);
  });

  test("copies what is taken: the next letter does not change it", () => {
    const { near, far } = ends();
    near.put({ text: "", enclosures: [bytes(1, 2)] });
    const taken = far.take(({ next }) => next(2));
    near.put({ text: "", enclosures: [bytes(8, 9)] });
    expect(taken).toEqual(bytes(1, 2));
    expect(taken?.buffer).toBeInstanceOf(ArrayBuffer);
  });

  test("refuses what does not fit, however it is spelled in bytes, and stays empty", () => {
    const { near, far } = ends();
    expect(near.put({ text: "", enclosures: [new Uint8Array(64 * 1024 + 1)] })).toBe(false);
    expect(near.put({ text: "€".repeat(22_000), enclosures: [] })).toBe(false);
    expect(near.put({ text: "€".repeat(20_000), enclosures: [new Uint8Array(6_000)] })).toBe(false);
    expect(far.take(asItIs)).toBeUndefined();
    expect(near.put({ text: "€".repeat(20_000), enclosures: [new Uint8Array(5_000)] })).toBe(true);
    expect(far.take(({ text }) => text.length)).toBe(20_000);
  });
});

/** What comes out at the other end. */
function crossed<T>(letter: { text: string; enclosures: readonly Uint8Array[] }, read: (letter: Enclosed) => T): T {
  const { near, far } = ends();
  expect(near.put(letter)).toBe(true);
  const taken = far.take(read);
  if (taken === undefined) throw new Error("Nothing was there.");
  return taken;
}

function sending(order: Partial<Record<"body" | "save" | "headers" | "maxBytes", unknown>>): Demand {
  const { body, save, headers = { accept: "a/b" }, maxBytes = 100 } = order;
  // A test gives what the type of each place says.
  const wire = ["POST", "http://host", "/p?q=1", headers, body, save, true, "host", Infinity, maxBytes] as WireOrder;
  return { ask: "send", id: 7, pool: 3, order: wire, left: 250.5 };
}

describe("demands", () => {
  test("cross a mailbox as they are", () => {
    const demands = [
      sending({ body: { kind: "bytes", bytes: bytes(1, 2, 3) }, maxBytes: Infinity }),
      sending({ headers: { __proto__: null, "x-a": 'quoted "ü" \\ \u{1F327}\ud800' } }),
      { ...sending({ body: { kind: "bytes", bytes: bytes() } }), left: Infinity },
      sending({ save: { file: "/tmp/new\nline", existing: "error" } }),
    ];
    const letter = letterOfDemands(demands);
    expect(letter && crossed(letter, readDemands)).toEqual(demands);
  });

  test("bring the very same headers object as long as the headers are the same", () => {
    const letter = letterOfDemands([sending({}), sending({}), sending({ headers: { accept: "c/d" } })]);
    const read = letter === undefined ? [] : crossed(letter, readDemands);
    const [first, second, third] = read.map((demand) => (demand.ask === "send" ? demand.order[3] : undefined));
    expect(second).toBe(first);
    expect(third).toEqual({ accept: "c/d" });
  });

  test.each<[string, Demand]>([
    ["an abort", { ask: "abort", id: 1 }],
    ["a body in a file", sending({ body: { kind: "file", path: "/tmp/x" } })],
    ["a body in pieces", sending({ body: { kind: "pieces", pieces: [] } })],
  ])("are no letter with %s among them", (_, demand) => {
    expect(letterOfDemands([sending({}), demand])).toBeUndefined();
  });
});

describe("completions", () => {
  test("cross a mailbox as they are", () => {
    const headers = new HeaderFields([Buffer.from("X-A"), Buffer.from('caf\xe9 "q"', "latin1"), "x-a", "2"]);
    const reply = { status: 200, headers, body: bytes(1, 2), url: "http://host/p", reused: false, protocol: "1.1" };
    const saved = { file: "/tmp/ü", bytes: 3, verified: true };
    const completions: Completion[] = [
      { id: 1, reply: packReply(reply) },
      { id: 2, reply: packReply({ ...reply, body: bytes(), saved, reused: undefined, protocol: undefined }) },
    ];
    const letter = letterOfCompletions(completions);
    expect(letter && crossed(letter, readCompletions)).toEqual(completions);
    expect(completions[0]).toMatchObject({ reply: { 1: ["X-A", 'café "q"', "x-a", "2"] } });
  });

  test("are no letter with an error, a value or a report among them", () => {
    expect(letterOfCompletions([{ id: 1, value: 1 }])).toBeUndefined();
    expect(letterOfCompletions([{ id: 1, uploaded: { sent: 1, total: 2 } }])).toBeUndefined();
  });
});
