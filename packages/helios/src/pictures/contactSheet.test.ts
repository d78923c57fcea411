import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DecodeError, TransportError, UsageError } from "@latchkey/session";
import sharp from "sharp";
import { beforeEach, describe, expect, test } from "vitest";
import { contactSheet } from "../pictures.ts";
import { Canvas, textWidth } from "./canvas.ts";
import { glyph } from "./glyphs.ts";
import { sheetFormat } from "./sheetFormat.ts";
import { sheetLayout } from "./sheetLayout.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "latchkey-sheet-"));
  return () => rmSync(dir, { recursive: true });
});

/** A picture of one colour. */
async function picture(name: string, background: string, size: { width: number; height: number }): Promise<string> {
  const file = join(dir, name);
  await sharp({ create: { ...size, channels: 3, background } }).toFile(file);
  return file;
}

/** Pixels of a sheet, and the colour at a place. */
async function read(file: string): Promise<{ width: number; height: number; at: (x: number, y: number) => number[] }> {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return {
    width,
    height,
    at: (x, y) => [...data.subarray((y * width + x) * channels, (y * width + x) * channels + 3)],
  };
}

describe("a contact sheet", () => {
  const wide = { width: 320, height: 240 };

  test("has the pictures in order, side by side, with their times below", async () => {
    const red = await picture("d458-VADOT-86619_20180101123000000.jpg", "#ff0000", wide);
    const green = await picture("green.png", "#00ff00", wide);
    const tall = await picture("tall.png", "#0000ff", { width: 100, height: 200 });
    const out = join(dir, "sheet.png");
    const sheet = await contactSheet([red, { file: green }, tall], { out, columns: 2, width: 612, gap: 4 });
    expect(sheet).toMatchObject({ file: out, width: 612, failed: [] });
    const { width, height, at } = await read(out);
    expect([width, height]).toEqual([612, sheet.height]);
    expect(at(150, 100)[0]).toBeGreaterThan(240);
    expect(at(450, 100)).toEqual([0, 255, 0]);
    const second = Math.round(sheet.height / 2) + 100;
    expect([at(150, second), at(10, second)]).toEqual([
      [0, 0, 255],
      [24, 26, 30],
    ]);
    // The label of the first picture: its first letter is the 2 of the year, its last the 0 of the minutes.
    const { scale, label } = sheetLayout({
      count: 3,
      columns: 2,
      width: 612,
      gap: 4,
      aspect: 0.75,
      labels: true,
      format: sheetFormat(out),
    });
    const { x, y } = label(0);
    const canvas = new Canvas(612, sheet.height, [24, 26, 30]);
    canvas.write("2018-01-01 12:30", { x, y }, scale, [222, 226, 232]);
    for (let dy = 0; dy < 7 * scale; dy += 1) {
      const row = ((y + dy) * 612 + x) * 3;
      const drawn = Array.from({ length: textWidth("2018-01-01 12:30", scale) }, (_, dx) => at(x + dx, y + dy)).flat();
      expect(drawn).toEqual([...canvas.data.subarray(row, row + drawn.length)]);
    }
    expect(readdirSync(dir)).toHaveLength(4);
  });

  test("has a grey place for a picture that cannot be read, and says which", async () => {
    const good = await picture("good.png", "#ffffff", wide);
    const bad = join(dir, "bad.jpg");
    writeFileSync(bad, "no picture");
    const cut = join(dir, "cut.jpg");
    writeFileSync(cut, readFileSync(await picture("whole.jpg", "#123456", wide)).subarray(0, 700));
    const out = join(dir, "sheet.jpg");
    const { failed } = await contactSheet([bad, good, cut, join(dir, "none.jpg")], { out, labels: false });
    expect(failed.map(({ file }) => file)).toEqual([bad, cut, join(dir, "none.jpg")]);
    expect(failed.every(({ error }) => error instanceof DecodeError)).toBe(true);
  });

  test("bad input", async () => {
    const good = await picture("good.png", "#ffffff", wide);
    const out = join(dir, "sheet.png");
    await expect(contactSheet([], { out })).rejects.toThrow(/no pictures/);
    await expect(contactSheet([good], { out: join(dir, "sheet.gif") })).rejects.toThrow(/must end in/);
    await expect(contactSheet([good, good], { out, columns: 2, width: 150 })).rejects.toThrow(/2 columns do not fit/);
    await expect(contactSheet([good], Object({ out, colums: 2 }))).rejects.toThrow(UsageError);
    const many = Array.from({ length: 1000 }, () => good);
    await expect(contactSheet(many, { out, columns: 1, width: 200 })).rejects.toThrow(/too much for a file/);
    expect(readdirSync(dir)).toEqual(["good.png"]);
  });

  test("a place that cannot be written to is told of, and nothing is left there", async () => {
    const good = await picture("good.png", "#ffffff", wide);
    mkdirSync(join(dir, "sheet.webp"));
    for (const [out, why] of [
      ["none/sheet.png", /\(ENOENT\)/],
      ["good.png/sheet.jpg", /\((?:ENOTDIR|ENOENT)\)/],
      ["sheet.webp", /is there and is no file/],
    ] as const) {
      const failure = contactSheet([good], { out: join(dir, out) });
      await expect(failure).rejects.toThrow(TransportError);
      await expect(failure).rejects.toThrow(why);
    }
    expect([...readdirSync(dir), ...readdirSync(join(dir, "sheet.webp"))]).toEqual(["good.png", "sheet.webp"]);
  });

  test("what a format cannot hold is told before anything is drawn, and what it can hold is written", async () => {
    const good = await picture("good.png", "#ffffff", { width: 1000, height: 1 });
    const out = join(dir, "sheet.webp");
    const large = contactSheet([good], { out, width: 16_384 });
    await expect(large).rejects.toThrow("A sheet would be 16384 pixels wide, too much for a file.");
    await expect(large).rejects.toMatchObject({
      code: "option",
      hint: expect.stringContaining("at most 16383 to a side"),
    });
    const many = Array.from({ length: 100 }, () => join(dir, "high.png"));
    await picture("high.png", "#ffffff", { width: 100, height: 200 });
    await expect(contactSheet(many, { out, columns: 1, width: 200 })).rejects.toThrow(/too much for a file/);
    const sheet = await contactSheet([good], { out, width: 16_383, labels: false });
    expect((await read(out)).width).toBe(sheet.width);
    const wider = join(dir, "sheet.JPG");
    expect(await contactSheet([good], { out: wider, width: 20_000, labels: false })).toMatchObject({ file: wider });
    expect(readdirSync(dir).toSorted()).toEqual(["good.png", "high.png", "sheet.JPG", "sheet.webp"]);
  });

  test("a format that sharp cannot write here is told, and nothing is left", async () => {
    const good = await picture("good.png", "#ffffff", wide);
    const operation = ["VipsForeignSaveWebp"];
    sharp.block({ operation });
    const failure = contactSheet([good], { out: join(dir, "sheet.webp") });
    await expect(failure.finally(() => sharp.unblock({ operation }))).rejects.toThrow(/cannot be made a webp file/);
    expect(readdirSync(dir)).toEqual(["good.png"]);
  });

  test("every letter is its own, and what is unknown is a question mark", () => {
    const letters = Array.from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -:._/?");
    expect(new Set(letters.map((letter) => glyph(letter).join())).size).toBe(letters.length);
    expect(glyph("é")).toEqual(glyph("?"));
    expect(glyph("z")).toEqual(glyph("Z"));
  });
});
