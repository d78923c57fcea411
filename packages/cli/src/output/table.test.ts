import { describe, expect, test } from "vitest";
import { textWidth } from "../terminal/textWidth.ts";
import { cellText, ownColumns, pickColumns, valueAt } from "./columns.ts";
import { toCsv } from "./csv.ts";
import { headLine, layOut, rowLine } from "./table.ts";

const channel = { isTerminal: true, width: 80, write: async () => {}, style: (_style: string, text: string) => text };
const rows = [
  {
    id: 1,
    name: "Fluid Structure Interaction",
    _team: { name: "A" },
    tags: ["x", "y"],
    nested: { deep: 1 },
    none: null,
  },
  { id: 22, name: "東京", _team: null, tags: [], nested: {}, none: null },
];

describe("columns", () => {
  test("are the plain fields, where nothing is asked for", () => {
    expect(ownColumns(rows)).toEqual(["id", "name", "none"]);
    expect(ownColumns([{ deep: {} }])).toEqual(["deep"]);
    expect(ownColumns([1, "x"])).toEqual([]);
  });

  test("reach into records and lists, and nowhere else", () => {
    expect(valueAt(rows[0], "_team.name")).toBe("A");
    expect(valueAt(rows[0], "tags.1")).toBe("y");
    expect(valueAt(rows[0], "constructor.name")).toBeUndefined();
    expect(valueAt({ "a.b": 1, a: { b: 2 } }, "a.b")).toBe(1);
    expect(pickColumns(rows[1], ["id", "_team.name"])).toEqual({ id: 22, "_team.name": null });
  });

  test.each([
    [null, ""],
    [undefined, ""],
    [false, "false"],
    [["a", 1, null], "a, 1, "],
    [{ a: 1 }, '{"a":1}'],
    [[{ a: 1 }], '[{"a":1}]'],
  ])("show %j as %j", (value, text) => {
    expect(cellText(value)).toBe(text);
  });
});

describe("a table", () => {
  const names = ["id", "name", "_team.name", "tags"];

  test.each([[80], [40], [30], [20], [8], [3]])("fits %d cells", (width) => {
    const layout = layOut(rows, names, width);
    for (const text of [headLine(layout, channel), ...rows.map((row) => rowLine(layout, row))]) {
      expect(textWidth(text)).toBeLessThanOrEqual(width);
    }
    expect([...layout.columns.map(({ name }) => name), ...layout.hidden]).toEqual(names);
  });

  test("puts numbers to the right and shows what it had to cut", () => {
    const layout = layOut(rows, ["id", "name"], 16);
    expect(rows.map((row) => rowLine(layout, row))).toEqual([" 1  Fluid Struc…", "22  東京"]);
  });

  test("shows no control characters of its rows", () => {
    const evil = [{ name: "\u001b[2J\nx" }];
    const layout = layOut(evil, ["name"], 80);
    expect(rowLine(layout, evil[0])).toBe(String.raw`\x1b[2J\nx`);
  });
});

test.each(["=", "+", "-", "@", "\t", "\r"])("CSV hands spreadsheets no formula that begins with %j", (sign) => {
  const quote = sign === "\r" ? '"' : "";
  const cells = `${quote}'${sign}1${quote},${quote}1${sign}${quote}\r\n`;
  expect(toCsv([{ a: `${sign}1`, b: `1${sign}` }], ["a", "b"])).toBe(`a,b\r\n${cells}`);
  expect(toCsv([{ [`${sign}1`]: "a", [`1${sign}`]: "b" }], undefined)).toBe(`${cells}a,b\r\n`);
});

test("CSV quotes what it must, and hands spreadsheets no formulas", () => {
  const csv = toCsv(
    [
      { a: 'say "hi", twice', b: "=1+1", c: -5 },
      { a: "x\ny", b: [1, 2], d: null },
    ],
    undefined,
  );
  expect(csv).toBe('a,b,c,d\r\n"say ""hi"", twice",\'=1+1,-5,\r\n"x\ny","[1,2]",,\r\n');
});
