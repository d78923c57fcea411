import { describe, expect, test } from "vitest";
import { HeaderFields } from "../../message/headerFields.ts";
import { readCompletions, writeCompletions } from "./completionLetter.ts";
import { readDemands, writeDemands } from "./demandLetter.ts";
import type { LetterReader, LetterWriter } from "./letter.ts";
import { Mailbox } from "./mailbox.ts";
import { type Demand, type Ended, packEnded, type Report, type WireOrder } from "./wire.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** The two ends of one mailbox. */
function ends(): { readonly near: Mailbox; readonly far: Mailbox } {
  const near = new Mailbox();
  return { near, far: new Mailbox(near.memory) };
}

/** A letter with this text and these bytes. */
const saying =
  (text: string, ...all: Uint8Array[]) =>
  (letter: LetterWriter): true => {
    letter.text(text);
    for (const each of all) letter.bytes(each);
    return true;
  };
const text = (letter: LetterReader): string => letter.text();
const all = (letter: LetterReader): unknown => [letter.text(), letter.bytes(), letter.bytes()];

describe("a mailbox", () => {
  test("holds two letters until they are taken, in their order, and no third", () => {
    const { near, far } = ends();
    expect(far.take(all)).toBeUndefined();
    for (let round = 0; round < 3; round += 1) {
      expect(near.put(saying("Grüße 🌧", bytes(1, 2), bytes(3)))).toBe(true);
      expect(near.put(saying("second", bytes(4, 5), bytes()))).toBe(true);
      expect(near.put(saying("third"))).toBe(false);
      expect(far.take(all)).toEqual(["Grüße 🌧", bytes(1, 2), bytes(3)]);
      expect(near.put(saying("third", bytes(6), bytes(round)))).toBe(true);
      expect(far.take(all)).toEqual(["second", bytes(4, 5), bytes()]);
      expect(far.take(all)).toEqual(["third", bytes(6), bytes(round)]);
      expect(far.take(all)).toBeUndefined();
    }
  });

  test("copies what is taken: the next letter does not change it", () => {
    const { near, far } = ends();
    near.put(saying("", bytes(1, 2)));
    const taken = far.take((letter) => [letter.text(), letter.bytes()] as const)?.[1];
    for (let later = 0; later < 2; later += 1) near.put(saying("", bytes(8, 9)));
    expect(taken).toEqual(bytes(1, 2));
    expect(taken?.buffer).toBeInstanceOf(ArrayBuffer);
  });

  test("refuses what does not fit, however it is spelled in bytes, and stays empty", () => {
    const { near, far } = ends();
    expect(near.put(saying("", new Uint8Array(64 * 1024)))).toBe(false);
    expect(near.put(saying("€".repeat(22_000)))).toBe(false);
    expect(near.put(saying("€".repeat(20_000), new Uint8Array(6_000)))).toBe(false);
    // What would fit by itself does not make up for what did not.
    expect(near.put(saying("", new Uint8Array(64 * 1024), bytes(1)))).toBe(false);
    expect(far.take(text)).toBeUndefined();
    expect(near.put(saying("€".repeat(20_000), new Uint8Array(5_000)))).toBe(true);
    expect(far.take(text)).toHaveLength(20_000);
  });

  test("refuses what cannot be spelled, and fields that are not latin-1", () => {
    const { near, far } = ends();
    expect(near.put(() => false)).toBe(false);
    const fields = (value: string) => (letter: LetterWriter) => {
      letter.fields(HeaderFields.of(["name", value]).packed);
      return true;
    };
    expect(near.put(fields("€"))).toBe(false);
    expect(far.take(text)).toBeUndefined();
    expect(near.put(fields("é"))).toBe(true);
    expect(far.take((letter) => letter.fields())).toEqual({ text: "nameé", sizes: [4, 1] });
  });
});

/** What comes out at the other end. */
function crossed<T>(write: (letter: LetterWriter) => boolean, read: (letter: LetterReader) => T): T | undefined {
  const { near, far } = ends();
  return near.put(write) ? far.take(read) : undefined;
}

const demandsCrossed = (demands: readonly Demand[]): Demand[] | undefined =>
  crossed((letter) => writeDemands(letter, demands), readDemands);

function sending(order: Partial<Record<"body" | "save" | "headers" | "maxBytes" | "isAnonymous", unknown>>): Demand {
  const { body, save, headers = { accept: "a/b" }, maxBytes = 100, isAnonymous = false } = order;
  // A test gives what the type of each place says.
  const wire = [
    "POST",
    "http://host",
    "/p?q=1",
    headers,
    body,
    save,
    true,
    Infinity,
    maxBytes,
    isAnonymous,
  ] as WireOrder;
  return { ask: "send", id: 7, pool: 3, order: wire, left: 250.5 };
}

describe("demands", () => {
  test("cross a mailbox as they are", () => {
    const demands = [
      sending({ body: { kind: "bytes", bytes: bytes(1, 2, 3) }, maxBytes: Infinity }),
      sending({ headers: { __proto__: null, "x-a": 'quoted "ü" \\ \u{1F327}\ud800' } }),
      { ...sending({ body: { kind: "bytes", bytes: bytes() } }), id: 2 ** 33 + 1, left: Infinity },
      sending({ save: { file: "/tmp/new\nline", existing: "error" }, isAnonymous: true }),
    ];
    expect(demandsCrossed(demands)).toEqual(demands);
  });

  test("bring the very same headers object as long as the headers are the same", () => {
    const other = sending({ headers: { accept: "c/d" } });
    const read = demandsCrossed([sending({}), sending({}), other, sending({})]) ?? [];
    const [first, second, third, fourth] = read.map((demand) => (demand.ask === "send" ? demand.order[3] : undefined));
    expect(second).toBe(first);
    expect(third).toEqual({ accept: "c/d" });
    expect(fourth).toEqual(first);
  });

  test.each<[string, Demand]>([
    ["an abort", { ask: "abort", id: 1 }],
    ["a body in a file", sending({ body: { kind: "file", path: "/tmp/x" } })],
    ["a body in pieces", sending({ body: { kind: "pieces", pieces: [] } })],
  ])("are no letter with %s among them", (_, demand) => {
    expect(demandsCrossed([sending({}), demand])).toBeUndefined();
  });
});

describe("completions", () => {
  const headers = HeaderFields.of(["X-A", 'café "q"', "x-a", "2", "none", ""]);
  const answer = { status: 200, headers, body: bytes(1, 2), reused: false };
  const completionsCrossed = (batch: readonly (Report | Ended)[]): unknown =>
    crossed((letter) => writeCompletions(letter, batch), readCompletions);

  test("cross a mailbox as they cross the port", () => {
    const saved = { file: "/tmp/ü", bytes: 3, verified: true };
    const ended: Ended[] = [
      { id: 1, reply: answer },
      { id: 2, reply: { ...answer, body: bytes(), saved, reused: undefined } },
      { id: 3, reply: { ...answer, headers: new HeaderFields(), reused: true } },
    ];
    expect(completionsCrossed(ended)).toEqual(ended.map(packEnded));
    expect(ended.map(packEnded)[0]).toMatchObject({ reply: { 1: { sizes: [3, 8, 3, 1, 4, 0] } } });
  });

  test("are no letter with an error, a value, a report or a large body among them", () => {
    expect(completionsCrossed([{ id: 1, value: 1 }])).toBeUndefined();
    expect(completionsCrossed([{ id: 1, uploaded: { sent: 1, total: 2 } }])).toBeUndefined();
    expect(completionsCrossed([{ id: 1, reply: { ...answer, body: new Uint8Array(32 * 1024 + 1) } }])).toBeUndefined();
  });
});
